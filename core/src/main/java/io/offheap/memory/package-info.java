/**
 * The lowest layer: memory from the operating system, in chunks, under a limit. It uses no other
 * package of the project and knows nothing of blocks.
 *
 * <p>Terms. <b>Address</b>: an offset in a {@link io.offheap.memory.Region}, not a machine address;
 * 0 is null. <b>Chunk</b>: what a region commits and decommits at a time; one {@code
 * MemorySegment}. <b>Stride</b>: the distance between the first addresses of neighbouring chunks,
 * twice the chunk size, so that two chunks never touch and no block can span them.
 * <b>Committed</b>: the bytes that the chunks hold, whether the process has touched them or not.
 * <b>Limit</b>: the most bytes that a region may commit.
 */
@org.jspecify.annotations.NullMarked
package io.offheap.memory;
