/**
 * Which allocations are marked: by annotations in the class file, or from outside by the sites
 * file.
 *
 * <p>Knows what compilers write, not what arrays may do: whether a marked allocation can move is
 * the business of the {@code flow} package, which uses this one.
 */
@org.jspecify.annotations.NullMarked
package io.offheap.agent.site;
