package io.offheap.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.Annotation;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Set;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.EventType;
import jdk.jfr.Label;
import jdk.jfr.MemoryAddress;
import jdk.jfr.Percentage;
import jdk.jfr.Timespan;
import jdk.jfr.ValueDescriptor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Mission Control and people need of an event type; see the package's description. */
class EventConventionsTest {
  private static final Set<String> OF_FLIGHT_RECORDER =
      Set.of("startTime", "duration", "eventThread", "stackTrace");

  static List<Class<? extends Event>> types() {
    return Recorder.types();
  }

  @ParameterizedTest
  @MethodSource("types")
  void type_isNamedLabelledDescribedAndFiledUnderOffHeap(Class<? extends Event> type) {
    EventType event = EventType.getEventType(type);
    assertThat(event.getName()).matches("offheap\\.[A-Z][A-Za-z]+");
    assertThat(event.getLabel()).matches("([A-Z][A-Za-z-]+ ?)+").isNotEqualTo(event.getName());
    assertThat(event.getDescription()).hasSizeGreaterThan(20).doesNotEndWith(".");
    assertThat(event.getCategoryNames()).startsWith("Off-Heap");
    assertThat(Modifier.isFinal(type.getModifiers())).isTrue();
  }

  @ParameterizedTest
  @MethodSource("types")
  void field_isLabelledDescribedAndOfATypeThatToolsChart(Class<? extends Event> type) {
    List<ValueDescriptor> fields = EventType.getEventType(type).getFields();
    for (ValueDescriptor field : fields) {
      if (OF_FLIGHT_RECORDER.contains(field.getName())) continue;
      assertThat(has(field, Label.class)).as(field.getName()).isTrue();
      assertThat(has(field, Description.class)).as(field.getName()).isTrue();
      switch (field.getTypeName()) {
        case "long" ->
            assertThat(
                    has(field, DataAmount.class)
                        || has(field, MemoryAddress.class)
                        || has(field, Timespan.class))
                .as(field.getName())
                .isTrue();
        case "float" -> assertThat(has(field, Percentage.class)).as(field.getName()).isTrue();
        default ->
            assertThat(field.getTypeName())
                .as(field.getName())
                .isIn("int", "boolean", "java.lang.String", "java.lang.Class");
      }
    }
  }

  private static boolean has(ValueDescriptor field, Class<? extends Annotation> annotation) {
    return field.getAnnotation(annotation) != null;
  }
}
