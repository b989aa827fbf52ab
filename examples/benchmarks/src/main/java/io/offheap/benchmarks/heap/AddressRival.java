package io.offheap.benchmarks.heap;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A rival whose blocks are addresses; 0 is none. */
abstract class AddressRival extends Rival {
  private static final VarHandle ADDRESSES = MethodHandles.arrayElementVarHandle(long[].class);

  abstract long allocate(long byteSize);

  abstract long allocateZeroed(long byteSize);

  abstract void free(long address);

  abstract MemorySegment memory(long address, long byteSize);

  @Override
  Slots slots(int count) {
    return new AddressSlots(this, count);
  }

  private static final class AddressSlots extends Slots {
    private final AddressRival rival;
    private final long[] addresses;

    private AddressSlots(AddressRival rival, int count) {
      this.rival = rival;
      addresses = new long[count];
    }

    @Override
    void allocate(int index, long byteSize) {
      addresses[index] = check(rival.allocate(byteSize));
    }

    @Override
    void allocateZeroed(int index, long byteSize) {
      addresses[index] = check(rival.allocateZeroed(byteSize));
    }

    private static long check(long address) {
      if (address == 0) throw new IllegalStateException("out of memory");
      return address;
    }

    @Override
    void free(int index) {
      rival.free(addresses[index]);
      addresses[index] = 0;
    }

    @Override
    boolean isEmpty(int index) {
      return addresses[index] == 0;
    }

    @Override
    MemorySegment memory(int index, long byteSize) {
      return rival.memory(addresses[index], byteSize);
    }

    @Override
    void exchange(int index, Slots shared, int sharedIndex) {
      long[] other = ((AddressSlots) shared).addresses;
      addresses[index] = (long) ADDRESSES.getAndSet(other, sharedIndex, addresses[index]);
    }
  }
}
