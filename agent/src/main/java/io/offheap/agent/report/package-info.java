/** Where verdicts go: the file that the user asked for, and the recorder of whoever looks. */
@org.jspecify.annotations.NullMarked
package io.offheap.agent.report;
