package io.offheap.heap;

/**
 * Keeps the two words that a shard's user writes with each operation two cache lines away from
 * those of another shard, wherever the collector puts the objects: fields of a superclass come
 * first.
 */
@SuppressWarnings("unused")
abstract class LeasePadding {
  long p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15;
}
