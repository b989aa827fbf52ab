package io.offheap.array;

import io.offheap.array.Reclaimer.Block;
import org.jspecify.annotations.Nullable;

/**
 * Keeps blocks' references reachable: a reference that is itself unreachable is never enqueued. A
 * doubly linked list through the blocks, so that keeping one costs no further object and letting go
 * of it O(1).
 *
 * <p>Thread-safe by the list's monitor; the {@link Reclaimer} has several lists so that threads
 * seldom meet.
 */
final class BlockList {
  // Guarded by this list's monitor, as are the links of the blocks in it.
  private @Nullable Block first;
  private long count;

  synchronized void add(Block block) {
    Block next = first;
    block.next = next;
    if (next != null) {
      next.previous = block;
    }
    first = block;
    count++;
  }

  synchronized void remove(Block block) {
    Block previous = block.previous;
    Block next = block.next;
    if (previous != null) {
      previous.next = next;
    } else {
      first = next;
    }
    if (next != null) {
      next.previous = previous;
    }
    block.previous = null;
    block.next = null;
    count--;
  }

  synchronized long count() {
    return count;
  }

  /**
   * @throws IllegalStateException if the links and the count disagree
   */
  synchronized void checkInvariants() {
    long found = 0;
    Block previous = null;
    for (Block block = first; block != null; block = block.next) {
      if (block.previous != previous) {
        throw new IllegalStateException("broken link before the block at " + block.address);
      }
      found++;
      previous = block;
    }
    if (found != count) {
      throw new IllegalStateException("the list has " + found + " blocks, not " + count);
    }
  }
}
