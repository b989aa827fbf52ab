/**
 * Loops over arrays, each run in three ways in one run of JMH: on Java arrays, on the same source
 * woven by the agent, and on {@code MemorySegment} code written by hand.
 *
 * <p>{@code examples/benchmarks/kernels.sh} runs them and prints the ratios.
 */
@NullMarked
package io.offheap.benchmarks.kernels;

import org.jspecify.annotations.NullMarked;
