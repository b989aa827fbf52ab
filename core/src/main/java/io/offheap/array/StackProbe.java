package io.offheap.array;

/**
 * Sees to it that a stack overflow strikes before an allocation changes anything rather than in the
 * midst of it, where the heap would have to give itself up.
 *
 * <p>The virtual machine looks for room on the stack when a method is entered. Going deeper than an
 * allocation does, and coming back, therefore proves that the allocation will not run out.
 */
final class StackProbe {
  /** Frames of at least 24 bytes each, also when compiled and one level inlined: 3 KiB or more. */
  private static final int DEPTH = 256;

  private StackProbe() {}

  /**
   * Returns if there is room on the stack. Time: some 200 ns.
   *
   * @throws StackOverflowError otherwise
   */
  static void check() {
    if (descend(DEPTH) != DEPTH) {
      throw new AssertionError("the probe came back from elsewhere");
    }
  }

  private static int descend(int depth) {
    return depth == 0 ? 0 : 1 + descend(depth - 1);
  }
}
