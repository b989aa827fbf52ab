/**
 * An atlas of the running JDK: who calls whom, which methods everything hangs on, what a class can
 * reach.
 *
 * <p>{@link Atlas} is the program. {@link JdkClasses} finds the class files, {@link ClassScanner}
 * reads one of them into the {@link CallGraph}, {@link Inheritance} sends calls of inherited
 * methods to where they are declared. {@link PageRank}, {@link Reachability} and {@link Ranking}
 * are the analyses, {@link Report} writes them down.
 *
 * <p>The graph has hundreds of thousands of methods and millions of calls. Everything of that size
 * lives in a few large arrays of primitives, numbered by class, by method or by call; there is no
 * object per method. Those arrays are marked {@link io.offheap.OffHeap}, and nothing else here
 * knows about it.
 */
@org.jspecify.annotations.NullMarked
package io.offheap.examples.atlas;
