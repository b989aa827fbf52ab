/**
 * The heap beside the allocators that people use: workloads, each run over each rival in a process
 * of its own by {@code heap.sh}.
 *
 * <p>A workload works on {@link io.offheap.benchmarks.heap.Slots}, an array of blocks, so that it
 * is the same code for rivals that answer with addresses and for those that answer with objects.
 * The rival {@code none} runs the loop alone, on one piece of memory for all blocks; its time is
 * subtracted from all others.
 */
@NullMarked
package io.offheap.benchmarks.heap;

import org.jspecify.annotations.NullMarked;
