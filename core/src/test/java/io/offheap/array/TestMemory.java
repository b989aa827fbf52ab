package io.offheap.array;

/** Lets tests of other packages set the memory behind the handles. */
public final class TestMemory {
  private TestMemory() {}

  /** New memory; handles that exist keep theirs. */
  public static void use(ArrayOptions options) {
    ArrayMemory.replace(options);
  }
}
