package io.offheap.agent.site;

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

  private static final byte[][] JDK_PREFIX_BYTES = prefixBytes();

  /** How the names of javac's tables for {@code switch} begin; annotations cannot mark these. */
  static final byte[] SWITCH_TABLE = ConstantPool.bytes("$SwitchMap$");

  /**
   * A member as code names it.
   *
   * @param owner the class that is named, or one above it, declares the member
   */
  public record Member(String owner, String name, String descriptor) {
    /** Name and type, by which members of one class differ. */
    public String key() {
      return MemberReferences.key(name, descriptor);
    }
  }

  static String key(String name, String descriptor) {
    return descriptor.startsWith("(") ? name + descriptor : name + ":" + descriptor;
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

  private static byte[][] prefixBytes() {
    byte[][] prefixes = new byte[JDK_PREFIXES.length][];
    for (int i = 0; i < prefixes.length; i++) {
      prefixes[i] = ConstantPool.bytes(JDK_PREFIXES[i]);
    }
    return prefixes;
  }

  /**
   * Those that {@link #read} would find and the class does not declare itself. Asked of many
   * classes that are loaded, so this makes text of nothing else.
   *
   * @param pool of which {@link ConstantPool#findArrayTypes} has been called
   * @param tables whether javac's tables for {@code switch} count
   * @return with the superclass as owner of what the class has inherited and names as its own
   */
  static List<Member> ofOthers(ConstantPool pool, ClassMembers own, boolean tables) {
    List<Member> members = List.of();
    int thisClass = own.thisClass();
    for (int i = 0; i < pool.referenceCount(); i++) {
      int reference = pool.reference(i);
      if (!pool.hasArrayType(reference)) {
        continue;
      }
      int owner = pool.owner(reference);
      int name = pool.memberName(reference);
      int type = pool.memberType(reference);
      if (isJdk(pool, owner)
          || (!tables && pool.textStartsWith(name, SWITCH_TABLE))
          || (owner == thisClass && own.declare(name, type))) {
        continue;
      }
      String ownerName = owner == thisClass ? own.superName() : pool.className(owner);
      if (ownerName != null && !isJdk(ownerName)) {
        members = members.isEmpty() ? new ArrayList<>() : members;
        members.add(new Member(ownerName, pool.text(name), pool.text(type)));
      }
    }
    return members;
  }

  private static boolean isJdk(ConstantPool pool, int classIndex) {
    for (byte[] prefix : JDK_PREFIX_BYTES) {
      if (pool.classNameStartsWith(classIndex, prefix)) {
        return true;
      }
    }
    return false;
  }

  /** Reads a class file; null if it cannot be read. */
  public static @Nullable MemberReferences read(byte[] file) {
    try {
      ConstantPool pool = ConstantPool.of(file);
      return pool == null ? null : read(pool);
    } catch (RuntimeException e) {
      return null; // one that the JVM will refuse
    }
  }

  private static MemberReferences read(ConstantPool pool) {
    pool.findArrayTypes();
    List<Member> members = new ArrayList<>();
    String lookup = null;
    for (int i = 0; i < pool.referenceCount(); i++) {
      int reference = pool.reference(i);
      if (pool.hasArrayType(reference)) {
        if (!isJdk(pool, pool.owner(reference))) {
          members.add(
              new Member(
                  pool.className(pool.owner(reference)),
                  pool.text(pool.memberName(reference)),
                  pool.text(pool.memberType(reference))));
        }
      } else if (lookup == null) {
        String owner = pool.className(pool.owner(reference));
        if (LOOKUP_OWNERS.contains(owner)) {
          String name = pool.text(pool.memberName(reference));
          lookup = LOOKUPS.contains(name) ? owner.replace('/', '.') + "." + name : null;
        }
      }
    }
    return new MemberReferences(
        ClassMembers.name(pool),
        ClassMembers.superName(pool),
        members,
        lookup,
        lookup == null ? List.of() : classes(pool));
  }

  private static List<String> classes(ConstantPool pool) {
    List<String> classes = new ArrayList<>();
    for (int i = 1; i < pool.count(); i++) {
      if (pool.isClass(i)) {
        classes.add(pool.className(i));
      }
    }
    return classes;
  }
}
