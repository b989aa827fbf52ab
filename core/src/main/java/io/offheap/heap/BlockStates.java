package io.offheap.heap;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What each block of a slab is, one byte a block, out of reach of stray writes. The byte decides
 * which of several frees of one block is the legal one.
 *
 * <pre>
 *   NONE                      no block starts here, or the slab is gone
 *   CLEAN --take--> LIVE      handed out for the first time: the memory is still zero
 *   FREE  --take--> LIVE
 *   LIVE  --tryRelease--> FREE
 * </pre>
 *
 * <p>{@link #take} is called by the one thread that has the block, out of a magazine. {@link
 * #tryRelease} may be called by any number of threads at once; one of them wins. Java never tears
 * neighbouring bytes, so neighbours need no care.
 *
 * <p>The store of {@code take} is plain: whoever frees the block has its address from the thread
 * that took it, by whatever published the address. A compare-and-set and not an exchange at
 * release, because an exchange that finds another state has to put it back, and in between the
 * block may have been taken.
 */
final class BlockStates {
  static final byte NONE = 0;
  static final byte CLEAN = 1;
  static final byte FREE = 2;
  static final byte LIVE = 3;

  private static final VarHandle STATE = MethodHandles.arrayElementVarHandle(byte[].class);

  private BlockStates() {}

  /** Makes a free block live and answers what it was. */
  static byte take(byte[] states, int index) {
    byte before = states[index];
    states[index] = LIVE;
    return before;
  }

  /** Makes a live block free; false, and nothing has changed, if it is not live. */
  static boolean tryRelease(byte[] states, int index) {
    return STATE.compareAndSet(states, index, LIVE, FREE);
  }

  /** The state as far as this thread can see, for messages and checks. */
  static byte get(byte[] states, int index) {
    return (byte) STATE.getAcquire(states, index);
  }
}
