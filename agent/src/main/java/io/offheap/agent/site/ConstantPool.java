package io.offheap.agent.site;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The constants of a class file by their places in it.
 *
 * <p>Every class that is loaded passes through here: one pass finds the places and whether the
 * annotation is mentioned, makes one array and no text, and uses no class that is not loaded
 * already. Time: linear in the number of constants. Of a file that is cut off or spoilt methods may
 * throw {@code RuntimeException}.
 */
/*
 * n constants, in one array, so that the pass makes no more than that:
 *
 *   places    0 .. n-1    | offset of the constant's tag; 0 where there is none; negated by findArrayTypes
 *             n ..        | offsets of the references to members, upwards
 *             .. 2n-1     | indexes of the NameAndType constants, downwards; with the above at most n-1 of both
 */
final class ConstantPool {
  private static final int UTF8 = 1;
  private static final int INTEGER = 3;
  private static final int FLOAT = 4;
  private static final int LONG = 5;
  private static final int DOUBLE = 6;
  private static final int CLASS = 7;
  private static final int STRING = 8;
  private static final int FIELD_REFERENCE = 9;
  private static final int METHOD_REFERENCE = 10;
  private static final int INTERFACE_METHOD_REFERENCE = 11;
  private static final int NAME_AND_TYPE = 12;
  private static final int METHOD_HANDLE = 15;
  private static final int METHOD_TYPE = 16;
  private static final int DYNAMIC = 17;
  private static final int INVOKE_DYNAMIC = 18;
  private static final int MODULE = 19;
  private static final int PACKAGE = 20;

  /** That of Java 11. */
  private static final int FIRST_VERSION_WITH_NESTS = 55;

  private static final int ANNOTATION_LENGTH = 20;
  private static final int NEST_HOST_LENGTH = 8;
  private static final int NEST_MEMBERS_LENGTH = 11;
  private static final int MAGIC = 0xCAFEBABE;
  private static final byte[] ANNOTATION = bytes(ConstantPoolScan.ANNOTATION);
  private static final byte[] NEST_HOST = bytes("NestHost");
  private static final byte[] NEST_MEMBERS = bytes("NestMembers");

  /** What decoding makes of bytes that are not UTF-8. */
  private static final char REPLACEMENT = '\uFFFD';

  private final byte[] file;
  private final int[] places;
  private final int count;

  /** Ends of the two lists in {@link #places}. */
  private int memberEnd;

  private int nameAndTypeEnd;
  private int end = 10;
  private boolean mentionsAnnotation;
  private boolean mentionsNest;

  private ConstantPool(byte[] file) {
    this.file = file;
    count = u2(8);
    places = new int[2 * count];
  }

  /** The constants of a class file; null if it is none, or they do not end within it. */
  static @Nullable ConstantPool of(byte[] file) {
    if (file.length < 10) {
      return null;
    }
    ConstantPool pool = new ConstantPool(file);
    return (pool.u2(0) << 16 | pool.u2(2)) == MAGIC && pool.find() ? pool : null;
  }

  /*
   * Most calls are made before this is compiled. So it calls nothing for a usual constant and reads no field.
   */
  private boolean find() {
    byte[] bytes = file;
    int[] found = places;
    boolean nests = u2(6) >= FIRST_VERSION_WITH_NESTS;
    int constants = count;
    int last = bytes.length - 3;
    int next = 10;
    int members = constants;
    int nameAndTypes = 2 * constants - 1;
    for (int index = 1; index < constants; index++) {
      if (next > last) {
        return false;
      }
      found[index] = next;
      switch (bytes[next]) {
        case UTF8 -> {
          int length = (bytes[next + 1] & 0xFF) << 8 | (bytes[next + 2] & 0xFF);
          if (length == ANNOTATION_LENGTH
              || (nests && (length == NEST_HOST_LENGTH || length == NEST_MEMBERS_LENGTH))) {
            lookAt(next + 3, length);
          }
          next += 3 + length;
        }
        case FIELD_REFERENCE, METHOD_REFERENCE, INTERFACE_METHOD_REFERENCE -> {
          found[members++] = next;
          next += 5;
        }
        case NAME_AND_TYPE -> {
          found[nameAndTypes--] = index;
          next += 5;
        }
        case CLASS, STRING, METHOD_TYPE, MODULE, PACKAGE -> next += 3;
        case INTEGER, FLOAT, DYNAMIC, INVOKE_DYNAMIC -> next += 5;
        case LONG, DOUBLE -> {
          next += 9;
          index++;
        }
        case METHOD_HANDLE -> next += 4;
        default -> {
          return false;
        }
      }
    }
    memberEnd = members;
    nameAndTypeEnd = nameAndTypes;
    end = next;
    return next <= bytes.length;
  }

  private void lookAt(int from, int length) {
    if (from + length <= file.length) {
      mentionsAnnotation |= length == ANNOTATION_LENGTH && startsWith(from, ANNOTATION);
      mentionsNest |=
          length == NEST_HOST_LENGTH
              ? startsWith(from, NEST_HOST)
              : length == NEST_MEMBERS_LENGTH && startsWith(from, NEST_MEMBERS);
    }
  }

  byte[] file() {
    return file;
  }

  /** One more than the highest index. */
  int count() {
    return count;
  }

  /** Where the class file goes on. */
  int end() {
    return end;
  }

  /** Whether the annotation's descriptor is among the constants. */
  boolean mentionsAnnotation() {
    return mentionsAnnotation;
  }

  /** Whether the class may belong to a nest of several. */
  boolean mentionsNest() {
    return mentionsNest;
  }

  /**
   * Finds the names with types in which there is an array of primitives, see {@link #hasArrayType}.
   *
   * @return whether there is one
   */
  boolean findArrayTypes() {
    byte[] bytes = file;
    int[] found = places;
    boolean any = false;
    for (int i = 2 * count - 1; i > nameAndTypeEnd; i--) {
      int index = found[i];
      int nameAndType = found[index];
      if (nameAndType > 0) {
        int type = (bytes[nameAndType + 3] & 0xFF) << 8 | (bytes[nameAndType + 4] & 0xFF);
        int from = Math.abs(found[type]);
        byte first = bytes[from + 3];
        if (first == '(' ? hasArray(from) : first == '[' && isArrayType(type)) {
          found[index] = -nameAndType;
        }
      }
      any |= found[index] < 0;
    }
    return any;
  }

  /** How many references to members there are. */
  int referenceCount() {
    return memberEnd - count;
  }

  /** The offset of a reference to a member. */
  int reference(int i) {
    return places[count + i];
  }

  /**
   * Whether a referenced member has an array of primitives in its type; known once {@link
   * #findArrayTypes} has been called.
   */
  boolean hasArrayType(int reference) {
    byte[] bytes = file;
    return places[(bytes[reference + 3] & 0xFF) << 8 | (bytes[reference + 4] & 0xFF)] < 0;
  }

  /** The index of the class of a referenced member. */
  int owner(int reference) {
    return u2(reference + 1);
  }

  /** The index of the name of a referenced member. */
  int memberName(int reference) {
    return u2(place(nameAndType(reference)) + 1);
  }

  /** The index of the type of a referenced member. */
  int memberType(int reference) {
    return u2(place(nameAndType(reference)) + 3);
  }

  private int nameAndType(int reference) {
    return u2(reference + 3);
  }

  /** Whether a constant is text that looks like the type of a member with such an array in it. */
  boolean isArrayType(int index) {
    int place = place(index);
    int length = u2(place + 1);
    if (length < 2) {
      return false;
    }
    byte first = file[place + 3];
    return first == '(' ? hasArray(place) : first == '[' && length == 2;
  }

  /** Whether the type of a method has an array of primitives in it. */
  private boolean hasArray(int place) {
    byte[] bytes = file;
    int last = place + 2 + ((bytes[place + 1] & 0xFF) << 8 | (bytes[place + 2] & 0xFF));
    for (int at = place + 4; at < last; at++) {
      if (bytes[at] == '[') {
        byte element = bytes[at + 1];
        if (element < 'a' && element != 'L' && element != '[') {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether there is a constant at the index, and it is a class. */
  boolean isClass(int index) {
    return places[index] != 0 && file[place(index)] == CLASS;
  }

  /** The name of the class at an index. */
  String className(int index) {
    return text(u2(place(index) + 1));
  }

  /** Whether the name of the class at an index begins so. */
  boolean classNameStartsWith(int index, byte[] prefix) {
    return textStartsWith(u2(place(index) + 1), prefix);
  }

  /** Whether the text at an index begins so. */
  boolean textStartsWith(int index, byte[] prefix) {
    int offset = place(index) + 3;
    return prefix.length <= u2(offset - 2) && startsWith(offset, prefix);
  }

  /** The text at an index. */
  String text(int index) {
    int offset = place(index) + 1;
    int length = u2(offset);
    String text = new String(file, offset + 2, length, StandardCharsets.UTF_8);
    return text.length() == length && text.indexOf(REPLACEMENT) < 0 ? text : modifiedUtf8(offset);
  }

  /** Text that is not ASCII; of class files it is coded in a way of their own. */
  private String modifiedUtf8(int offset) {
    try {
      return new DataInputStream(new ByteArrayInputStream(file, offset, file.length - offset))
          .readUTF();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Two bytes of the file. */
  int u2(int offset) {
    return ((file[offset] & 0xFF) << 8) | (file[offset + 1] & 0xFF);
  }

  private int place(int index) {
    return Math.abs(places[index]);
  }

  private boolean startsWith(int offset, byte[] text) {
    for (int i = 0; i < text.length; i++) {
      if (file[offset + i] != text[i]) {
        return false;
      }
    }
    return true;
  }

  static byte[] bytes(String ascii) {
    return ascii.getBytes(StandardCharsets.ISO_8859_1);
  }
}
