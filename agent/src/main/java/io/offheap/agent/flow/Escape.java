package io.offheap.agent.flow;

import io.offheap.agent.verdict.Reason;

/**
 * A use that keeps a class of values on the Java heap.
 *
 * @param order position in the class file; the first use is the one reported
 */
record Escape(int order, Reason reason, String detail) {}
