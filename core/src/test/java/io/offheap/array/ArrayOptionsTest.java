package io.offheap.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offheap.heap.HeapOptions;
import io.offheap.memory.BackendChoice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ArrayOptionsTest {
  @AfterEach
  void clear() {
    for (String key : new String[] {"limit", "allocator", "min", "exhausted", "native"}) {
      System.clearProperty("offheap." + key);
    }
  }

  @Test
  void ofSystemProperties_withoutAny_areTheDefaults() {
    assertThat(ArrayOptions.ofSystemProperties()).isEqualTo(ArrayOptions.defaults());
    assertThat(ArrayOptions.defaults().limitBytes()).isEqualTo(HeapOptions.defaults().limitBytes());
  }

  @Test
  void ofSystemProperties_readsAll() {
    System.setProperty("offheap.limit", "64k");
    System.setProperty("offheap.allocator", "buddy");
    System.setProperty("offheap.min", "0");
    System.setProperty("offheap.exhausted", "fail");
    System.setProperty("offheap.native", "off");
    assertThat(ArrayOptions.ofSystemProperties())
        .isEqualTo(new ArrayOptions(65536, "buddy", 0, true, BackendChoice.PORTABLE));
  }

  @Test
  void ofSystemProperties_namesWhatIsWrong() {
    System.setProperty("offheap.limit", "lots");
    assertThatThrownBy(ArrayOptions::ofSystemProperties)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("offheap.limit is no size such as 8k or 512m: lots");
    System.clearProperty("offheap.limit");
    System.setProperty("offheap.exhausted", "maybe");
    assertThatThrownBy(ArrayOptions::ofSystemProperties)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("offheap.exhausted is neither heap nor fail: maybe");
    System.clearProperty("offheap.exhausted");
    System.setProperty("offheap.native", "on");
    assertThatThrownBy(ArrayOptions::ofSystemProperties)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("offheap.native is neither auto nor off: on");
  }

  @Test
  void options_refuseWhatCannotBe() {
    ArrayOptions options = ArrayOptions.defaults();
    assertThatThrownBy(() -> options.withMinBytes(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("minBytes is negative: -1");
    assertThatThrownBy(() -> options.withAllocator("none"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("allocator is none of [")
        .hasMessageEndingWith(": none");
  }
}
