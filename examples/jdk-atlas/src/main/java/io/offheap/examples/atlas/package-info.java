/**
 * An atlas of the running JDK: who calls whom, which methods everything hangs on, what a class can
 * reach.
 *
 * <p>{@link Atlas} is the program. {@link JdkClasses} finds the class files, {@link ClassScanner}
 * reads them into the tables of {@link Jdk}; {@link Inheritance} and {@link Overriding} work out
 * which declaration a call means and what may run in its place. {@link PageRank}, {@link
 * Reachability} and {@link Ranking} are the analyses, {@link Report} writes them down.
 *
 * <p>Hundreds of thousands of methods, millions of calls and other uses: everything of that size
 * lives in large arrays of primitives, numbered by class, by method or by use ({@link NameTable},
 * {@link Rows}). There is no object per method. Those arrays are marked {@link io.offheap.OffHeap},
 * and nothing else here knows about it.
 */
@org.jspecify.annotations.NullMarked
package io.offheap.examples.atlas;
