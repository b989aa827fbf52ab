package io.offheap;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Asks that the data allocated here be kept outside the garbage-collected heap.
 *
 * <p>Accepted on the allocation itself, {@code new long @OffHeap [n]} or {@code new @OffHeap
 * long[n]}, and on the type of a local variable, field, parameter or return value, which marks
 * every allocation that flows into it:
 *
 * {@snippet :
 * private long @OffHeap [] counts = new long[1 << 20];
 * }
 *
 * <p>Without the agent the annotation has no effect at all; the class need not even be present at
 * run time. With {@code -javaagent:offheap-agent.jar} a marked allocation moves if a proof is found
 * that the program behaves the same, and stays on the Java heap otherwise; either way the agent
 * says so in a verdict that names the class, the method and the line.
 */
@Documented
@Target(ElementType.TYPE_USE)
@Retention(RetentionPolicy.RUNTIME)
public @interface OffHeap {}
