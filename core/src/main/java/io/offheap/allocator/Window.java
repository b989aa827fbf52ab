package io.offheap.allocator;

/** Tables over a contiguous range of unit numbers, of which only a part need be managed. */
abstract class Window {
  /** The first unit, and the one after the last. */
  final long firstUnit;

  final long endUnit;

  Window(long firstUnit, long endUnit) {
    this.firstUnit = firstUnit;
    this.endUnit = endUnit;
  }

  final boolean covers(long unit) {
    return unit >= firstUnit && unit < endUnit;
  }
}
