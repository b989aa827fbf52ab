package io.offheap.profiles;

import jdk.jfr.consumer.RecordedEvent;

/**
 * Reads fields of events; a field that an older or newer version does not have reads as nothing.
 */
final class Field {
  private Field() {}

  static long number(RecordedEvent event, String name) {
    return event.hasField(name) && event.getValue(name) instanceof Number number
        ? number.longValue()
        : 0;
  }

  static String text(RecordedEvent event, String name) {
    return event.hasField(name) && event.getValue(name) instanceof String text ? text : "";
  }
}
