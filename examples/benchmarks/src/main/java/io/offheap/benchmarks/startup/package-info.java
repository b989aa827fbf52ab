/**
 * What the agent costs when a program starts.
 *
 * <p>{@code examples/benchmarks/startup.sh} runs these in pairs and prints medians.
 */
@NullMarked
package io.offheap.benchmarks.startup;

import org.jspecify.annotations.NullMarked;
