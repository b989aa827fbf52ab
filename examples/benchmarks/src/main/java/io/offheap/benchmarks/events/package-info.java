/** What the events cost. */
@org.jspecify.annotations.NullMarked
package io.offheap.benchmarks.events;
