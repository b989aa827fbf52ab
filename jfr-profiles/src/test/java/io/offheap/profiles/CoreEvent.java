package io.offheap.profiles;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import jdk.jfr.Event;

/**
 * An event of one of the core's own types, which are not public: the profiles know them by the
 * names of types and fields alone, and a field that is no longer there fails here.
 */
final class CoreEvent {
  private final Event event;

  private CoreEvent(Event event) {
    this.event = event;
  }

  /** An event of type {@code offheap.} and this name. */
  static CoreEvent of(String name) {
    try {
      Class<?> type = Class.forName("io.offheap.jfr." + name + "Event");
      Constructor<?> constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      return new CoreEvent((Event) constructor.newInstance());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("no event " + name, e);
    }
  }

  CoreEvent set(String name, Object value) {
    try {
      Field field = event.getClass().getDeclaredField(name);
      field.setAccessible(true);
      field.set(event, value);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(event.getClass() + " has no such field " + name, e);
    }
    return this;
  }

  CoreEvent begin() {
    event.begin();
    return this;
  }

  void commit() {
    event.commit();
  }
}
