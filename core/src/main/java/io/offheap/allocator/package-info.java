/**
 * Allocators of address ranges.
 *
 * <p>An allocator here decides <em>which</em> addresses are taken. It never reads or writes the
 * memory behind them: all its bookkeeping lies on the Java heap. So a wild write into a block
 * cannot corrupt an allocator, and every allocator can be run and tested over any range of numbers,
 * mapped or not.
 *
 * <p>Terms: a <b>block</b> is what a caller gets; its <b>usable size</b> is at least what was
 * asked. A <b>buddy block</b> has a power of two as size and as alignment; its <b>order</b> is the
 * base-two logarithm of its size in smallest blocks ("units"). A <b>slab chunk</b> is a buddy block
 * cut into up to 64 blocks of one <b>size class</b>. <b>Memory</b> is the union of the ranges given
 * by {@code init} and {@code addMemory}; it may have gaps. Addresses are non-negative and 0 is an
 * address like any other.
 *
 * <p>Rules that hold for every implementation:
 *
 * <ul>
 *   <li>A mistake of the caller raises {@link io.offheap.allocator.AllocException}, never another
 *       exception, and leaves the allocator as it was.
 *   <li>{@code usedBytes() + availableBytes() == totalBytes()}.
 *   <li>Allocating and freeing create no Java object, except where a table must grow.
 *   <li>Not thread-safe; {@link io.offheap.allocator.SharedByteAllocator} makes it so.
 * </ul>
 *
 * <p>Layer: the lowest. Uses {@code java.base} only and no other package of this project.
 */
@NullMarked
package io.offheap.allocator;

import org.jspecify.annotations.NullMarked;
