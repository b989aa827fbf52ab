package io.offheap.agent.site;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a class file says of the class itself: its name and superclass, the members it declares, and
 * its nest. Read without any library: most classes that are asked about have no mark, and nothing
 * else of the agent is loaded for them.
 *
 * <p>Of a file that is cut off or spoilt methods may throw {@code RuntimeException}.
 */
final class ClassMembers {
  private static final int[] NO_ARRAYS = {};

  private final ConstantPool pool;

  /** Name and type of each member with an array of primitives in its type, as indexes. */
  private int[] arrays = NO_ARRAYS;

  private int arrayCount;
  private final int attributesAt;

  ClassMembers(ConstantPool pool) {
    this.pool = pool;
    int fieldsAt = pool.end() + 8 + 2 * pool.u2(pool.end() + 6); // behind the interfaces
    attributesAt = readMembers(readMembers(fieldsAt));
  }

  /** Answers where they end. */
  private int readMembers(int from) {
    int next = from + 2;
    for (int left = pool.u2(from); left > 0; left--) {
      if (pool.isArrayType(pool.u2(next + 4))) {
        if (arrays.length == arrayCount) {
          arrays = Arrays.copyOf(arrays, 2 * arrayCount + 4);
        }
        arrays[arrayCount++] = pool.u2(next + 2) << 16 | pool.u2(next + 4);
      }
      next = endOfMember(next);
    }
    return next;
  }

  /** The index of the class among the constants. */
  int thisClass() {
    return pool.u2(pool.end() + 2);
  }

  /** The internal name of the class. */
  String name() {
    return name(pool);
  }

  /** {@link #name()}, without a look at the members. */
  static String name(ConstantPool pool) {
    return pool.className(pool.u2(pool.end() + 2));
  }

  /** The internal name of the superclass; null for none. */
  @Nullable String superName() {
    return superName(pool);
  }

  /** {@link #superName()}, without a look at the members. */
  static @Nullable String superName(ConstantPool pool) {
    int index = pool.u2(pool.end() + 4);
    return index == 0 ? null : pool.className(index);
  }

  /**
   * Whether a member has an array of primitives in its type.
   *
   * @param tables whether javac's tables for {@code switch} count
   */
  boolean haveArrays(boolean tables) {
    for (int i = 0; i < arrayCount; i++) {
      if (tables || !pool.textStartsWith(arrays[i] >>> 16, MemberReferences.SWITCH_TABLE)) {
        return true;
      }
    }
    return false;
  }

  /** Those with an array of primitives in their type, as {@link MemberReferences.Member#key}. */
  List<String> arrayKeys() {
    List<String> keys = new ArrayList<>(arrayCount);
    for (int i = 0; i < arrayCount; i++) {
      keys.add(MemberReferences.key(pool.text(arrays[i] >>> 16), pool.text(arrays[i] & 0xFFFF)));
    }
    return keys;
  }

  /**
   * Whether the class declares a member with an array of primitives in its type; false also if its
   * name or type stands in the file twice.
   */
  boolean declare(int nameIndex, int typeIndex) {
    int member = nameIndex << 16 | typeIndex;
    for (int i = 0; i < arrayCount; i++) {
      if (arrays[i] == member) {
        return true;
      }
    }
    return false;
  }

  /** The internal name of the nest's host; the class's own if it says nothing of a host. */
  String nestHost() {
    int at = attribute("NestHost");
    return at == 0 ? name() : pool.className(pool.u2(at));
  }

  /** Internal names of the others of the nest, if the class is the host. */
  List<String> nestMembers() {
    List<String> members = new ArrayList<>();
    int at = attribute("NestMembers");
    for (int i = 1; at != 0 && i <= pool.u2(at); i++) {
      members.add(pool.className(pool.u2(at + 2 * i)));
    }
    return members;
  }

  /** Where the content of an attribute of the class begins; 0 if it has none. */
  private int attribute(String name) {
    int next = attributesAt + 2;
    for (int left = pool.u2(attributesAt); left > 0; left--) {
      if (pool.text(pool.u2(next)).equals(name)) {
        return next + 6;
      }
      next = endOfAttribute(next);
    }
    return 0;
  }

  private int endOfMember(int from) {
    int next = from + 8;
    for (int left = pool.u2(from + 6); left > 0; left--) {
      next = endOfAttribute(next);
    }
    return next;
  }

  private int endOfAttribute(int from) {
    int length = pool.u2(from + 2) << 16 | pool.u2(from + 4);
    return from + 6 + Objects.checkIndex(length, pool.file().length);
  }
}
