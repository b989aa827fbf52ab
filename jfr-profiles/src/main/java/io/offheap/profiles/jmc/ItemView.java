package io.offheap.profiles.jmc;

import io.offheap.profiles.facts.EventView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmc.common.IMCFrame;
import org.openjdk.jmc.common.IMCStackTrace;
import org.openjdk.jmc.common.IMCThread;
import org.openjdk.jmc.common.IMCType;
import org.openjdk.jmc.common.item.IAccessorKey;
import org.openjdk.jmc.common.item.IItem;
import org.openjdk.jmc.common.item.IMemberAccessor;
import org.openjdk.jmc.common.item.IType;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.unit.IUnit;
import org.openjdk.jmc.common.unit.UnitLookup;
import org.openjdk.jmc.flightrecorder.JfrAttributes;

/** An event as Mission Control's parser has read it. One view serves all events of a type. */
final class ItemView implements EventView {
  private final String type;
  private final Frames cache;
  private final Map<String, IMemberAccessor<?, IItem>> fields = new HashMap<>();
  private final @Nullable IMemberAccessor<IQuantity, IItem> start;
  private final @Nullable IMemberAccessor<IQuantity, IItem> duration;
  private final @Nullable IMemberAccessor<IMCThread, IItem> thread;
  private @Nullable IItem item;

  ItemView(IType<IItem> type, Frames cache) {
    this.type = type.getIdentifier();
    this.cache = cache;
    for (IAccessorKey<?> key : type.getAccessorKeys().keySet()) {
      fields.put(key.getIdentifier(), type.getAccessor(key));
    }
    start = JfrAttributes.START_TIME.getAccessor(type);
    duration = JfrAttributes.DURATION.getAccessor(type);
    thread = JfrAttributes.EVENT_THREAD.getAccessor(type);
  }

  /** Moves the view to another event. */
  ItemView at(IItem newItem) {
    item = newItem;
    return this;
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public long startNanos() {
    return in(UnitLookup.EPOCH_NS, start == null ? null : start.getMember(item));
  }

  @Override
  public long durationNanos() {
    return in(UnitLookup.NANOSECOND, duration == null ? null : duration.getMember(item));
  }

  private static long in(IUnit unit, @Nullable IQuantity quantity) {
    return quantity == null ? 0 : quantity.clampedLongValueIn(unit);
  }

  @Override
  public long threadId() {
    IMCThread of = thread == null ? null : thread.getMember(item);
    Long id = of == null ? null : of.getThreadId();
    return id == null ? 0 : Math.max(id, 0);
  }

  @Override
  public long number(String field) {
    Object value = value(field);
    if (value instanceof Number number) return number.longValue();
    if (!(value instanceof IQuantity quantity)) return 0;
    return in(baseUnit(quantity), quantity);
  }

  @Override
  public double share(String field) {
    return value(field) instanceof IQuantity quantity
        ? quantity.doubleValueIn(baseUnit(quantity))
        : 0;
  }

  private static IUnit baseUnit(IQuantity quantity) {
    Object kind = quantity.getUnit().getContentType();
    if (kind.equals(UnitLookup.MEMORY)) return UnitLookup.BYTE;
    if (kind.equals(UnitLookup.TIMESPAN)) return UnitLookup.NANOSECOND;
    if (kind.equals(UnitLookup.PERCENTAGE)) return UnitLookup.PERCENT_UNITY;
    return quantity.getUnit();
  }

  @Override
  public String text(String field) {
    Object value = value(field);
    if (value instanceof IMCType aClass) return aClass.getFullName();
    return value instanceof String text ? text : "";
  }

  @Override
  public List<String> frames() {
    return value("stackTrace") instanceof IMCStackTrace stack ? cache.of(stack) : List.of();
  }

  private @Nullable Object value(String field) {
    IMemberAccessor<?, IItem> accessor = fields.get(field);
    return accessor == null ? null : accessor.getMember(item);
  }

  /** The frames of stacks, which many events share, written once. */
  static final class Frames {
    private final IdentityHashMap<IMCStackTrace, List<String>> known = new IdentityHashMap<>();

    List<String> of(IMCStackTrace stack) {
      return known.computeIfAbsent(stack, Frames::read);
    }

    private static List<String> read(IMCStackTrace stack) {
      List<String> frames = new ArrayList<>(stack.getFrames().size());
      for (IMCFrame frame : stack.getFrames()) {
        frames.add(
            frame.getMethod().getType().getFullName()
                + "."
                + frame.getMethod().getMethodName()
                + ":"
                + frame.getFrameLineNumber());
      }
      return List.copyOf(frames);
    }
  }
}
