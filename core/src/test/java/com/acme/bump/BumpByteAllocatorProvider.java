package com.acme.bump;

import io.offheap.allocator.AllocError;
import io.offheap.allocator.AllocException;
import io.offheap.allocator.ByteAllocator;
import io.offheap.allocator.ByteAllocatorProvider;
import java.util.Map;

/** Registered in {@code META-INF/services}. */
public final class BumpByteAllocatorProvider implements ByteAllocatorProvider {
  @Override
  public String name() {
    return "bump";
  }

  @Override
  public ByteAllocator create(Map<String, String> options) {
    if (!options.isEmpty()) throw new AllocException(AllocError.INVALID_PARAM, "no options");
    return new BumpByteAllocator();
  }
}
