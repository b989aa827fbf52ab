package io.offheap.array;

/** Lets tests of the agent, which weave in their own process, set the memory behind the handles. */
public final class TestMemory {
  private TestMemory() {}

  /** New memory with another gate; handles that exist keep theirs. */
  public static void useMinBytes(long minBytes) {
    ArrayMemory.replace(ArrayOptions.defaults().withLimitBytes(64L << 20).withMinBytes(minBytes));
  }
}
