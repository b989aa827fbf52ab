/**
 * The thread-safe allocator that woven code and users of the library draw from. May use {@code
 * memory} and {@code allocator}, nothing above.
 *
 * <p>Terms. <b>Block</b>: what a caller gets. <b>Shared chunk</b>: a chunk of the region that the
 * back end, a {@link io.offheap.allocator.ByteAllocator}, cuts into blocks. <b>Dedicated chunk</b>:
 * a chunk that is one block. <b>Used</b>: the bytes of live blocks, rounding included. <b>Free</b>:
 * the bytes that the back end could still hand out. <b>Waste</b>: committed bytes that are neither.
 */
@org.jspecify.annotations.NullMarked
package io.offheap.heap;
