/**
 * Handles that stand for arrays of primitives whose elements lie off the Java heap, and the
 * lifetime of that memory.
 *
 * <p><b>Terms.</b> A <em>handle</em> is the object in an array's place; there is exactly one for
 * each array. Its elements are <em>off the heap</em>, in a block of {@link io.offheap.heap.Heap},
 * or it is <em>heap-backed</em>: the elements are in an ordinary array behind the handle. The
 * <em>gate</em> is the size below which a new array is heap-backed. A block is <em>dead</em> once
 * its handle is unreachable, and <em>reclaimed</em> when it has been freed.
 *
 * <p>Uses {@code io.offheap.heap}; of the layers above it knows nothing.
 */
@org.jspecify.annotations.NullMarked
package io.offheap.array;
