package io.offheap.agent.flow;

import io.offheap.agent.code.ClassFiles;
import io.offheap.agent.code.ClassSource;
import io.offheap.agent.code.ElementType;
import io.offheap.agent.site.Marks;
import io.offheap.agent.site.MemberReferences;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The nests that share marked members which are not private. They are proved together:
 *
 * <pre>
 *   nest of A  --- declares a marked member, which ---&gt;  nest of B names    B lies in the jar or folder of A
 *   nest of B  --- names a member, which ---&gt;  nest of A declares and marks
 * </pre>
 *
 * <p>The nests that can be reached by these steps are the same whichever of them is asked about,
 * and so is the order in which they stand. What stands in the way of a member keeps it, and only
 * it.
 */
final class Neighbours {
  /** Past this many classes members that are not private are not proved. */
  private static final int MAX_CLASSES = 200;

  private final ClassFiles files;
  private final Function<ClassNode, Marks> marks;
  private final BiPredicate<String, byte[]> mayBeMarked;
  private final Mentions.Cache mentions;
  private final SharedMembers shared = new SharedMembers();
  private final Map<String, Nest> nests = new TreeMap<>();
  private final Deque<Nest> open = new ArrayDeque<>();

  /** The keys of the marked members that others can name, by class. */
  private final Map<String, Set<String>> declared = new HashMap<>();

  private int classCount;

  private Neighbours(
      ClassFiles files,
      Function<ClassNode, Marks> marks,
      BiPredicate<String, byte[]> mayBeMarked,
      Mentions.Cache mentions) {
    this.files = files;
    this.marks = marks;
    this.mayBeMarked = mayBeMarked;
    this.mentions = mentions;
  }

  /**
   * A nest with all its neighbours, as if they were one.
   *
   * @param mayBeMarked whether a class, by name and file, can have marks at all
   * @param mentions what is known of jars and folders
   */
  static Nest join(
      Nest own,
      ClassFiles files,
      Function<ClassNode, Marks> marks,
      BiPredicate<String, byte[]> mayBeMarked,
      Mentions.Cache mentions) {
    Neighbours neighbours = new Neighbours(files, marks, mayBeMarked, mentions);
    if (own.unreadable() != null || !neighbours.find(own)) {
      return own;
    }
    return Nest.joined(neighbours.nests.values(), neighbours.shared);
  }

  private boolean find(Nest own) {
    add(own);
    while (!open.isEmpty()) {
      Nest nest = open.remove();
      for (ClassNode owner : nest.classes()) {
        ownMembers(owner);
        namedMembers(owner, nest);
      }
      if (classCount > MAX_CLASSES) {
        own.share(SharedMembers.REFUSED_AS_TOO_MANY);
        return false;
      }
    }
    return true;
  }

  private void add(Nest nest) {
    if (nests.putIfAbsent(nest.host(), nest) == null) {
      classCount += nest.classes().size();
      open.add(nest);
    }
  }

  /** The nest of a class that can be proved along with others; null if there is none. */
  private @Nullable Nest nestOf(String name) {
    for (Nest known : nests.values()) {
      if (known.classes().stream().anyMatch(owner -> owner.name.equals(name))) {
        return known;
      }
    }
    byte[] file = files.find(name);
    if (file == null) {
      return null;
    }
    ClassNode node = new ClassNode();
    try {
      new ClassReader(file).accept(node, ClassReader.EXPAND_FRAMES);
    } catch (RuntimeException e) {
      return null; // a format that is not known
    }
    Nest nest = Nest.of(node, files);
    return nest.unreadable() == null
            && nest.classes().stream().allMatch(c -> (c.version & 0xFFFF) >= Opcodes.V1_7)
        ? nest
        : null;
  }

  /** The marked members of a class that others can name. */
  private void ownMembers(ClassNode owner) {
    Marks ofClass = marks.apply(owner);
    for (FieldNode field : owner.fields) {
      if (isShared(field, ofClass)) {
        prove(owner, key(field), true);
      }
    }
    for (MethodNode method : owner.methods) {
      if (isShared(owner, method, ofClass)) {
        prove(owner, key(method), false);
      }
    }
  }

  private static boolean isShared(FieldNode field, Marks marks) {
    return marks.fields().contains(field.name)
        && (field.access & Opcodes.ACC_PRIVATE) == 0
        && ElementType.ofArray(field.desc) != null;
  }

  /** Whether a method takes or gives marked arrays, and others can call it and no other instead. */
  private static boolean isShared(ClassNode owner, MethodNode method, Marks marks) {
    NestMethod called = new NestMethod(owner, method);
    return !called.isHidden()
        && (called.isStatic() || called.isFinal() || called.isConstructor())
        && (marks.results().contains(method)
            || marks.parameters().stream().anyMatch(p -> p.method().equals(method)));
  }

  private void prove(ClassNode owner, String key, boolean field) {
    String member = owner.name + "." + key;
    if (field && (owner.access & Opcodes.ACC_INTERFACE) != 0) {
      shared.refuse(member, "classes that implement its interface may use it by their own names");
      return;
    }
    ClassSource source = files.sourceOf(owner.name);
    if (source == null) {
      shared.refuse(member, "the other classes of its jar or folder cannot be listed");
      return;
    }
    Mentions all = mentions.of(source);
    String lookup = field ? all.lookupOf(owner.name) : null;
    if (!all.isWhole()) {
      String limit = "has more than " + Mentions.MAX_CLASSES + " classes, or one that is not valid";
      shared.refuse(member, "its jar or folder " + limit);
      return;
    } else if (lookup != null) {
      shared.refuse(member, "it may be looked up by " + lookup);
      return;
    }
    SortedSet<String> users = all.of(owner.name, key, files);
    Map<String, Nest> theirs = new TreeMap<>();
    for (String user : users) {
      Nest ofUser = nestOf(user);
      if (ofUser == null) {
        shared.refuse(
            member, "it is used by " + user.replace('/', '.') + ", which cannot be rewritten");
        return;
      }
      theirs.put(ofUser.host(), ofUser);
    }
    shared.prove(member);
    theirs.values().forEach(this::add);
  }

  /** The marked members of other classes that a class names. */
  private void namedMembers(ClassNode owner, Nest nest) {
    MemberReferences references = MemberReferences.read(fileOf(owner));
    if (references == null) {
      return;
    }
    for (MemberReferences.Member member : references.members()) {
      String declaring = declaring(member);
      Nest other = declaring == null || declaring.equals(owner.name) ? null : nestOf(declaring);
      if (declaring == null || other == null || other.host().equals(nest.host())) {
        continue;
      }
      ClassSource source = files.sourceOf(declaring);
      if (source == null) {
        continue;
      }
      if (!mentions.of(source).of(declaring, member.key(), files).contains(owner.name)) {
        shared.addOutsider(nest.host());
      }
      add(other);
    }
  }

  private byte[] fileOf(ClassNode owner) {
    byte[] file = files.find(owner.name);
    if (file != null) {
      return file;
    }
    ClassWriter writer = new ClassWriter(0);
    owner.accept(writer);
    return writer.toByteArray();
  }

  /** The class that declares a member and marks it; null if there is none. */
  private @Nullable String declaring(MemberReferences.Member member) {
    String name = member.owner();
    while (name != null && !MemberReferences.isJdk(name)) {
      byte[] file = files.find(name);
      if (file != null && mayBeMarked.test(name, file) && declares(name, file, member)) {
        return name;
      }
      MemberReferences read = file == null ? null : MemberReferences.read(file);
      name = read == null ? null : read.superName();
    }
    return null;
  }

  /** A class names many members of few others: each of those is read once. */
  private boolean declares(String name, byte[] file, MemberReferences.Member member) {
    return declared.computeIfAbsent(name, read -> declaredIn(file)).contains(member.key());
  }

  private Set<String> declaredIn(byte[] file) {
    ClassNode node = new ClassNode();
    try {
      new ClassReader(file).accept(node, ClassReader.EXPAND_FRAMES);
    } catch (RuntimeException e) {
      return Set.of(); // a format that is not known
    }
    Marks ofClass = marks.apply(node);
    Set<String> keys = new HashSet<>();
    for (FieldNode field : node.fields) {
      if (isShared(field, ofClass)) {
        keys.add(key(field));
      }
    }
    for (MethodNode method : node.methods) {
      if (isShared(node, method, ofClass)) {
        keys.add(key(method));
      }
    }
    return keys;
  }

  static String key(FieldNode field) {
    return field.name + ":" + field.desc;
  }

  static String key(MethodNode method) {
    return method.name + method.desc;
  }
}
