package io.offheap.benchmarks.startup;

/** A program without marks, which does nothing. */
public final class Unmarked {
  private Unmarked() {}

  public static void main(String[] arguments) {}
}
