package io.offheap.allocator;

import static org.assertj.core.api.Assertions.assertThat;

import io.offheap.allocator.ByteAllocator.CheckLevel;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The checkers themselves: {@code checkInvariants} sees it when a number in an allocator's tables
 * is changed.
 *
 * <p>Changes each number in reach of an allocator in use, one at a time. Arrays have unused
 * elements, so of each field and each array some change must be seen, unless no other number
 * depends on it.
 */
class DamageTest {
  private static final String PACKAGE = DamageTest.class.getPackageName();

  /** Two ranges, blocks of many sizes, holes, and what is held back for speed. */
  private static <A extends ByteAllocator> A inUse(A allocator) {
    allocator.init(0, 1 << 16);
    allocator.addMemory(1 << 18, 1 << 15);
    Random random = new Random(7);
    List<Long> live = new ArrayList<>();
    for (int i = 0; i < 150; i++) live.add(allocator.allocate(new Layout(sizeOf(i), 8)));
    Collections.shuffle(live, random);
    for (long address : live.subList(0, 90)) allocator.free(address);
    for (int i = 0; i < 30; i++) allocator.allocate(new Layout(sizeOf(i), 8));
    allocator.free(live.get(140));
    return allocator;
  }

  private static long sizeOf(int i) {
    return new long[] {24, 64, 200, 64, 700, 24, 1500, 90}[i & 7];
  }

  private static BitmapPageAllocator pagesInUse() {
    BitmapPageAllocator pages = new BitmapPageAllocator();
    pages.init(3 * 4096, 200 * 4096);
    pages.addMemory(1 << 24, 70 * 4096);
    for (int i = 1; i < 20; i++) pages.allocPages(i, 4096);
    for (long p = 10; p < 60; p += 4) pages.deallocPages(p * 4096, 1);
    return pages;
  }

  /** What nothing else depends on, or what is used in part only and may be unused here. */
  private static final Set<String> INDEPENDENT =
      Set.of(
          "RangedAllocator.failureCount",
          "RangedAllocator.peakUsed",
          "RangedAllocator.initialized",
          "SizeClasses.byteSizes",
          "BuddyByteAllocator.spares",
          "BuddyByteAllocator.spareOrders",
          "TlsfFreeBlocks.unused");

  private static Arguments of(String name, Supplier<Object> maker) {
    return Arguments.of(name, maker);
  }

  static List<Arguments> allocators() {
    return List.of(
        of("buddy", () -> inUse(new BuddyByteAllocator())),
        of("slab", () -> inUse(new SlabByteAllocator())),
        of("tlsf", () -> inUse(new TlsfByteAllocator())),
        of("pages", DamageTest::pagesInUse));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("allocators")
  void changedNumber_isSeen(String name, Supplier<Object> maker) throws IllegalAccessException {
    int count = new Cells().of(maker.get()).size();
    assertThat(count).isGreaterThan(20);
    Set<String> all = new TreeSet<>();
    Set<String> seen = new TreeSet<>();
    for (int i = 0; i < count; i++) {
      Object allocator = maker.get();
      check(allocator);
      Cell cell = new Cells().of(allocator).get(i);
      all.add(cell.name);
      cell.change.run();
      if (isSeen(allocator)) seen.add(cell.name);
    }
    all.removeAll(seen);
    assertThat(INDEPENDENT).containsAll(all);
    assertThat(seen).contains("RangedAllocator.total", "RangedAllocator.taken", "RangeSet.count");
  }

  private static boolean isSeen(Object allocator) {
    try {
      check(allocator);
      return false;
    } catch (RuntimeException seen) {
      return true;
    }
  }

  private static void check(Object allocator) {
    if (allocator instanceof ByteAllocator bytes) bytes.checkInvariants(CheckLevel.EXPENSIVE);
    else ((PageAllocator) allocator).checkInvariants(CheckLevel.EXPENSIVE);
  }

  /** A field, or an element of an array and the field that leads there. */
  private record Cell(String name, Runnable change) {}

  /** Finds the numbers in reach of an object of this package, always in the same order. */
  private static final class Cells {
    private final Set<Object> visited = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<Cell> found = new ArrayList<>();

    private List<Cell> of(Object root) throws IllegalAccessException {
      visit("", root);
      return found;
    }

    private void visit(String name, @Nullable Object object) throws IllegalAccessException {
      if (object == null || !visited.add(object)) return;
      if (object instanceof long[] longs) {
        for (int i = 0; i < longs.length; i++) {
          int at = i;
          found.add(new Cell(name, () -> longs[at] ^= 1));
        }
      } else if (object instanceof int[] ints) {
        for (int i = 0; i < ints.length; i++) {
          int at = i;
          found.add(new Cell(name, () -> ints[at] ^= 1));
        }
      } else if (object instanceof Object[] objects) {
        for (Object element : objects) visit(name, element);
      } else if (object instanceof List<?> list) {
        for (Object element : list) visit(name, element);
      } else if (object.getClass().getPackageName().equals(PACKAGE)) {
        for (Class<?> c = object.getClass(); c != Object.class; c = c.getSuperclass()) {
          for (Field field : c.getDeclaredFields()) visitField(c, field, object);
        }
      }
    }

    private void visitField(Class<?> c, Field field, Object object) throws IllegalAccessException {
      if (Modifier.isStatic(field.getModifiers())) return;
      field.setAccessible(true);
      String name = c.getSimpleName() + "." + field.getName();
      if (!field.getType().isPrimitive()) visit(name, field.get(object));
      else if (!Modifier.isFinal(field.getModifiers())) {
        found.add(new Cell(name, () -> changeField(field, object)));
      }
    }

    private static void changeField(Field field, Object object) {
      try {
        if (field.getType() == int.class) field.setInt(object, field.getInt(object) ^ 1);
        else if (field.getType() == long.class) field.setLong(object, field.getLong(object) ^ 1);
        else field.setBoolean(object, !field.getBoolean(object));
      } catch (IllegalAccessException e) {
        throw new AssertionError(e);
      }
    }
  }
}
