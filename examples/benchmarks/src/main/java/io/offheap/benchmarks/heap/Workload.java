package io.offheap.benchmarks.heap;

/** A fixed amount of work on one rival. May keep blocks from one run to the next. */
@FunctionalInterface
interface Workload {
  /**
   * Runs once.
   *
   * @return the operations done, each of which is mostly one allocation and one free
   */
  long run(Rival rival) throws Exception;
}
