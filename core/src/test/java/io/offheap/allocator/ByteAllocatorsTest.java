package io.offheap.allocator;

import static io.offheap.allocator.AllocAssertions.assertRefused;
import static io.offheap.allocator.AllocError.INVALID_PARAM;
import static org.assertj.core.api.Assertions.assertThat;

import com.acme.bump.BumpByteAllocator;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ByteAllocatorsTest {
  @Test
  void names_includeThoseOfProviders() {
    assertThat(ByteAllocators.names()).containsExactly("buddy", "bump", "slab", "tlsf");
    for (String name : ByteAllocators.names()) {
      ByteAllocator allocator = ByteAllocators.create(name, Map.of());
      allocator.init(1 << 20, 1 << 20);
      long address = allocator.allocate(new Layout(100, 8));
      assertThat(allocator.free(address)).isGreaterThanOrEqualTo(100);
    }
    assertThat(ByteAllocators.create("bump", Map.of())).isInstanceOf(BumpByteAllocator.class);
  }

  @Test
  void options_reachTheAllocator() {
    assertThat(usable("buddy", Map.of("min", "64"))).isEqualTo(64);
    assertThat(usable("buddy", Map.of())).isEqualTo(8);
    assertThat(usable("tlsf", Map.of("granule", "32"))).isEqualTo(32);
    assertThat(usable("tlsf", Map.of())).isEqualTo(16);
    assertThat(usable("slab", Map.of("steps", "8"))).isEqualTo(16);
    assertThat(usable("slab", Map.of())).isEqualTo(64);
    assertThat(usable("slab", Map.of("largest", "4096"))).isEqualTo(16);
  }

  private static long usable(String name, Map<String, String> options) {
    ByteAllocator allocator = ByteAllocators.create(name, options);
    allocator.init(1 << 20, 1 << 20);
    return allocator.usableSize(allocator.allocate(new Layout(1, 1)));
  }

  @Test
  void wrongNamesAndOptions_areRefused() {
    assertRefused(INVALID_PARAM, () -> ByteAllocators.create("none", Map.of()));
    assertRefused(INVALID_PARAM, () -> ByteAllocators.create("bump", Map.of("a", "b")));
    assertRefused(INVALID_PARAM, () -> ByteAllocators.create("buddy", Map.of("granule", "8")));
    assertRefused(INVALID_PARAM, () -> ByteAllocators.create("buddy", Map.of("min", "x")));
    assertRefused(INVALID_PARAM, () -> ByteAllocators.create("buddy", Map.of("min", "-8")));
    assertRefused(INVALID_PARAM, () -> ByteAllocators.create("tlsf", Map.of("granule", "4")));
    assertRefused(INVALID_PARAM, () -> ByteAllocators.create("slab", Map.of("steps", "-1")));
    assertRefused(INVALID_PARAM, () -> ByteAllocators.create("slab", Map.of("largest", "99")));
  }
}
