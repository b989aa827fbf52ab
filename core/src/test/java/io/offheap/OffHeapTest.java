package io.offheap;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.ElementType;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;

class OffHeapTest {
  @Test
  void annotation_isForTypeUsesAndHasNoMembers() {
    assertThat(OffHeap.class.getAnnotation(Target.class).value())
        .containsExactly(ElementType.TYPE_USE);
    assertThat(OffHeap.class.getDeclaredMethods()).isEmpty();
  }
}
