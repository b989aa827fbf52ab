package io.offheap.agent.site;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The members with arrays of primitives in their types that a class file names, read from its
 * constant pool without any library. Members of the JDK's own classes are left out.
 *
 * @param name internal name of the class
 * @param superName that of its superclass; null for none
 * @param members each once
 * @param fieldLookup a method by which the class may look fields up by name; null for none
 * @param classes the names of all classes that it mentions, if it may look fields up
 */
public record MemberReferences(
    String name,
    @Nullable String superName,
    List<Member> members,
    @Nullable String fieldLookup,
    List<String> classes) {
  private static final Set<String> LOOKUPS =
      Set.of(
          "getField",
          "getFields",
          "getDeclaredField",
          "getDeclaredFields",
          "findGetter",
          "findSetter",
          "findStaticGetter",
          "findStaticSetter",
          "findVarHandle",
          "findStaticVarHandle",
          "newUpdater");
  private static final Set<String> LOOKUP_OWNERS =
      Set.of(
          "java/lang/Class",
          "java/lang/invoke/MethodHandles$Lookup",
          "java/util/concurrent/atomic/AtomicReferenceFieldUpdater");

  /** Of what a program cannot declare: {@code javax} and {@code com.sun} it can. */
  private static final String[] JDK_PREFIXES = {"java/", "["};

  /**
   * A member as code names it.
   *
   * @param owner the class that is named, or one above it, declares the member
   */
  public record Member(String owner, String name, String descriptor) {
    /** Name and type, by which members of one class differ. */
    public String key() {
      return descriptor.startsWith("(") ? name + descriptor : name + ":" + descriptor;
    }
  }

  /** Whether a class is certainly the JDK's; none of these is ever marked. */
  public static boolean isJdk(String internalName) {
    for (String prefix : JDK_PREFIXES) {
      if (internalName.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The names of the other classes whose members {@link #read} would find. Asked of many classes
   * that are loaded, so this makes text of nothing else.
   *
   * @return empty also for what cannot be read
   */
  static List<String> otherOwners(byte[] file) {
    try {
      return new Reader(file).otherOwners();
    } catch (IOException | RuntimeException e) {
      return List.of(); // no class file, or one that the JVM will refuse
    }
  }

  /** Reads a class file; null if it cannot be read. */
  public static @Nullable MemberReferences read(byte[] file) {
    try {
      return new Reader(file).read();
    } catch (IOException | RuntimeException e) {
      return null; // no class file, or one that the JVM will refuse
    }
  }

  private static final class Reader {
    private final byte[] file;
    private final int[] at;
    private final int end;

    Reader(byte[] file) {
      this.file = file;
      at = new int[u2(8)];
      int next = 10;
      for (int i = 1; i < at.length; i++) {
        at[i] = next;
        switch (file[next]) {
          case 1 -> next += 3 + u2(next + 1);
          case 5, 6 -> {
            next += 9;
            i++;
          }
          case 7, 8, 16, 19, 20 -> next += 3;
          case 15 -> next += 4;
          default -> next += 5;
        }
      }
      end = next;
    }

    private int u2(int offset) {
      return ((file[offset] & 0xFF) << 8) | (file[offset + 1] & 0xFF);
    }

    private String text(int index) throws IOException {
      int offset = at[index] + 1;
      return new DataInputStream(new ByteArrayInputStream(file, offset, file.length - offset))
          .readUTF();
    }

    private String className(int index) throws IOException {
      return text(u2(at[index] + 1));
    }

    List<String> otherOwners() throws IOException {
      List<String> owners = List.of();
      int own = u2(end + 2);
      int last = own;
      for (int i = 1; i < at.length; i++) {
        int offset = at[i];
        int tag = offset == 0 ? 0 : file[offset];
        if (tag < 9 || tag > 11) { // no reference to a member
          continue;
        }
        int owner = u2(offset + 1);
        if (owner == own || owner == last || !namesArrayOfPrimitives(offset) || isJdkClass(owner)) {
          continue;
        }
        last = owner;
        String name = className(owner);
        if (!name.equals(className(own))) {
          owners = owners.isEmpty() ? new ArrayList<>() : owners;
          owners.add(name);
        }
      }
      return owners;
    }

    /** Whether the type of a member has an array of primitives in it. */
    private boolean namesArrayOfPrimitives(int reference) {
      int type = at[u2(at[u2(reference + 3)] + 3)] + 3;
      return ConstantPoolScan.namesArrayOfPrimitives(file, type, type + u2(type - 2));
    }

    /** {@link #isJdk} of the class of an entry. */
    private boolean isJdkClass(int index) {
      int name = at[u2(at[index] + 1)] + 3;
      int length = u2(name - 2);
      for (String prefix : JDK_PREFIXES) {
        if (prefix.length() <= length && startsWith(name, prefix)) {
          return true;
        }
      }
      return false;
    }

    private boolean startsWith(int offset, String ascii) {
      for (int i = 0; i < ascii.length(); i++) {
        if (file[offset + i] != ascii.charAt(i)) {
          return false;
        }
      }
      return true;
    }

    MemberReferences read() throws IOException {
      List<Member> members = new ArrayList<>();
      String lookup = null;
      for (int i = 1; i < at.length; i++) {
        int tag = at[i] == 0 ? 0 : file[at[i]];
        if (tag < 9 || tag > 11) { // no reference to a member
          continue;
        }
        int nameAndType = at[u2(at[i] + 3)];
        int type = u2(nameAndType + 3);
        int typeAt = at[type] + 3;
        if (ConstantPoolScan.namesArrayOfPrimitives(file, typeAt, typeAt + u2(typeAt - 2))) {
          String owner = className(u2(at[i] + 1));
          if (!isJdk(owner)) {
            members.add(new Member(owner, text(u2(nameAndType + 1)), text(type)));
          }
        } else if (lookup == null && tag == 10) {
          String owner = className(u2(at[i] + 1));
          if (LOOKUP_OWNERS.contains(owner)) {
            String name = text(u2(nameAndType + 1));
            lookup = LOOKUPS.contains(name) ? owner.replace('/', '.') + "." + name : null;
          }
        }
      }
      int superIndex = u2(end + 4);
      return new MemberReferences(
          className(u2(end + 2)),
          superIndex == 0 ? null : className(superIndex),
          members,
          lookup,
          lookup == null ? List.of() : classes());
    }

    private List<String> classes() throws IOException {
      List<String> classes = new ArrayList<>();
      for (int i = 1; i < at.length; i++) {
        if (at[i] != 0 && file[at[i]] == 7) {
          classes.add(className(i));
        }
      }
      return classes;
    }
  }
}
