package io.offheap.allocator;

import java.util.Map;

/**
 * Gives a kind of byte allocator a name. Found through {@link java.util.ServiceLoader};
 * implementations need a public constructor without parameters.
 */
public interface ByteAllocatorProvider {
  /** The name by which users ask for it: letters, digits and hyphens. */
  String name();

  /**
   * Makes an allocator without memory.
   *
   * @param options names and values, as the user gave them
   * @throws AllocException with {@link AllocError#INVALID_PARAM} if an option is unknown or its
   *     value wrong; the message names it and says what is allowed
   */
  ByteAllocator create(Map<String, String> options);
}
