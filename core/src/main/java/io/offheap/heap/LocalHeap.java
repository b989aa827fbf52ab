package io.offheap.heap;

import io.offheap.allocator.AllocError;
import io.offheap.allocator.AllocException;
import org.jspecify.annotations.Nullable;

/**
 * A heap for one thread, such as an event loop: what {@link Heap} does, without looking up which
 * shard is the thread's. Blocks are the heap's: any thread may free them, by either way, and this
 * one may free those of others.
 *
 * <p>To be used by the thread that made it, a platform or a virtual one. Closing it keeps the
 * blocks that live, and gives the shard to others; a thread that dies leaves it to them too.
 */
public final class LocalHeap implements AutoCloseable {
  private final Heap heap;
  private final Thread thread;
  private final long threadId;

  /** Null if the heap has no size classes. */
  private final @Nullable SmallBlocks small;

  private final @Nullable ShardTable shards;
  private final SmallBlocks.Entrance entrance = this::enter;
  private @Nullable Shard shard;
  private boolean closed;

  LocalHeap(Heap heap, @Nullable SmallBlocks small, @Nullable ShardTable shards) {
    this.heap = heap;
    thread = Thread.currentThread();
    threadId = thread.threadId();
    this.small = small;
    this.shards = shards;
    shard = shards == null ? null : shards.leaseLocal(thread);
  }

  /**
   * Takes a block whose contents are undefined; see {@link Heap#tryAllocate}.
   *
   * @throws WrongThreadException if called by another thread
   */
  public long tryAllocate(long byteSize, long byteAlignment) {
    heap.checkRequest(byteSize, byteAlignment);
    checkThread();
    SmallBlocks small = this.small;
    if (small == null) return heap.tryAllocate(byteSize, byteAlignment);
    int classIndex = small.classFor(byteSize, byteAlignment);
    if (classIndex < 0) return heap.tryAllocate(byteSize, byteAlignment);
    return take(small, classIndex, byteSize, byteAlignment) & ~Shard.DIRTY;
  }

  /**
   * Takes a block whose first {@code byteSize} bytes are 0; see {@link Heap#tryAllocateZeroed}.
   *
   * @throws WrongThreadException if called by another thread
   */
  public long tryAllocateZeroed(long byteSize, long byteAlignment) {
    heap.checkRequest(byteSize, byteAlignment);
    checkThread();
    SmallBlocks small = this.small;
    if (small == null) return heap.tryAllocateZeroed(byteSize, byteAlignment);
    int classIndex = small.classFor(byteSize, byteAlignment);
    if (classIndex < 0) return heap.tryAllocateZeroed(byteSize, byteAlignment);
    return small.clear(take(small, classIndex, byteSize, byteAlignment), byteSize);
  }

  private long take(SmallBlocks small, int classIndex, long byteSize, long byteAlignment) {
    return small.take(entrance, mine(), classIndex, byteSize, byteAlignment);
  }

  private @Nullable Shard mine() {
    Shard mine = shard;
    return mine != null && mine.isMine(threadId) ? mine : null;
  }

  private Shard enter() {
    Shard mine = shard;
    return mine != null && mine.enter(threadId) ? mine : enterAnother();
  }

  /** The shard was revoked while this thread was idle, or the thread is inside it already. */
  private Shard enterAnother() {
    if (shards == null) throw new IllegalStateException("the heap has no shards");
    Shard mine = shard;
    if (mine == null || !mine.isOwnedBy(threadId)) {
      mine = shards.leaseLocal(thread);
      shard = mine;
    }
    return mine.enter(threadId) ? mine : shards.enter();
  }

  /**
   * Takes a block of the heap back, whoever got it; see {@link Heap#free}.
   *
   * @throws AllocException with {@link AllocError#NOT_ALLOCATED} if no live block starts there
   * @throws WrongThreadException if called by another thread
   */
  public void free(long address) {
    checkThread();
    SmallBlocks small = this.small;
    Slab slab = small == null ? null : small.slabAt(address);
    if (small == null || slab == null) heap.free(address);
    else small.free(entrance, mine(), slab, address);
  }

  /** The heap that the blocks belong to. */
  public Heap heap() {
    return heap;
  }

  /**
   * Ends the use of this handle.
   *
   * @throws WrongThreadException if called by another thread
   */
  @Override
  public void close() {
    if (closed) return;
    checkThread();
    closed = true;
    if (shard != null && shard.isOwnedBy(threadId)) shard.end();
  }

  private void checkThread() {
    if (Thread.currentThread() != thread || closed) throw unusable();
  }

  private RuntimeException unusable() {
    return closed
        ? new IllegalStateException("the local heap is closed")
        : new WrongThreadException("the local heap belongs to " + thread);
  }
}
