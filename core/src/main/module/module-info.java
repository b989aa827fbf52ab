/**
 * Allocators over off-heap memory, and the run-time that woven classes call.
 *
 * <p>The packages are layers, lowest first; a lower one never uses a higher one: {@code memory},
 * {@code allocator}, {@code heap}, {@code array}, {@code jfr} beside {@code jmx}, and {@code
 * io.offheap} with what a user needs. A test holds the order.
 *
 * <p>The annotations of null-safety are not required: whoever compiles against this module would
 * have to have theirs.
 */
module io.offheap.core {
  requires static jdk.jfr;
  requires static java.management;
  requires static jdk.management; // where no file tells the machine's memory

  exports io.offheap;
  exports io.offheap.allocator;
  exports io.offheap.array;
  exports io.offheap.heap;
  exports io.offheap.jfr;
  exports io.offheap.jmx;
  exports io.offheap.memory;

  uses io.offheap.allocator.ByteAllocatorProvider;
}
