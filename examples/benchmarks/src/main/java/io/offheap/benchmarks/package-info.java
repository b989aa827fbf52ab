/**
 * Workloads whose request streams any language can replay, over the allocators of this project and
 * glibc.
 *
 * <p>Each benchmark is one workload; the parameter {@code allocator} names who serves it. {@code
 * none} serves nothing: it measures the loop, the random numbers and the slots alone, and {@link
 * io.offheap.benchmarks.RatioTable} subtracts it from all others.
 */
@NullMarked
package io.offheap.benchmarks;

import org.jspecify.annotations.NullMarked;
