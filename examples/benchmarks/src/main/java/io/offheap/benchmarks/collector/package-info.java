/**
 * What moving arrays off the heap does to the garbage collector's work: one program, run with the
 * agent and without.
 *
 * <p>{@code examples/benchmarks/collector.sh} runs it in turns and prints the ratios.
 */
@NullMarked
package io.offheap.benchmarks.collector;

import org.jspecify.annotations.NullMarked;
