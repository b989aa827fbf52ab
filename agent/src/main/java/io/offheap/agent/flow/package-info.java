/**
 * The verdict engine: which arrays of a class can be told from handles by the program, and which
 * cannot.
 *
 * <p>Values that can meet in one variable or field form a <em>class of values</em> ({@link
 * io.offheap.agent.flow.FlowNode}), found by unification while the code of each method is
 * interpreted abstractly. Such a class moves as a whole or stays as a whole: one use that is not
 * known keeps it. The engine reads class files only; it neither loads nor changes classes, and runs
 * without an agent.
 */
@org.jspecify.annotations.NullMarked
package io.offheap.agent.flow;
