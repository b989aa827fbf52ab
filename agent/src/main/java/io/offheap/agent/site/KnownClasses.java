package io.offheap.agent.site;

import io.offheap.agent.code.ClassFiles;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the classes that one loader finds: which have marks. Each is read once at most,
 * and not at all if it was shown when it was loaded. Thread-safe.
 */
final class KnownClasses {
  private static final Known MARKED = new Known(true, null, List.of());

  /** Without marks, and so are all above it; also a class that cannot be found. */
  private static final Known LAST = new Known(false, null, List.of());

  private static final int HEAD_BYTE_SIZE = 2048;

  /** Of access flags, class and superclass, behind the constants. */
  private static final int CLASS_AND_SUPER_BYTE_SIZE = 6;

  private final Designations designations;
  private final Map<String, Known> classes = new HashMap<>();

  /** Whether a class of the nest has marks, by host. */
  private final Map<String, Boolean> nests = new HashMap<>();

  /**
   * What is known of a class.
   *
   * @param superName null for none, one of the JDK's, or if the class cannot be found
   * @param arrayKeys {@link ClassMembers#arrayKeys}; no matter without a superclass or if it is
   *     marked
   */
  private record Known(boolean marked, @Nullable String superName, List<String> arrayKeys) {}

  KnownClasses(Designations designations) {
    this.designations = designations;
  }

  /** A class without marks has been loaded. */
  void addUnmarked(ClassMembers own) {
    remember(own.name(), unmarked(own));
  }

  private static Known unmarked(ClassMembers own) {
    String superName = own.superName();
    return endsAt(superName) ? LAST : new Known(false, superName, own.arrayKeys());
  }

  /** Whether no superclass can have marks. */
  private static boolean endsAt(@Nullable String superName) {
    return superName == null || MemberReferences.isJdk(superName);
  }

  /** Whether one of some members is declared by a class with marks. */
  boolean anyMayBeMarked(List<MemberReferences.Member> members, ClassFiles files) {
    for (MemberReferences.Member member : members) {
      Known owner = of(member.owner(), files);
      while (!owner.marked && owner.superName != null && !owner.arrayKeys.contains(member.key())) {
        owner = of(owner.superName, files);
      }
      if (owner.marked) {
        return true;
      }
    }
    return false;
  }

  /** Whether a mate of a class without marks has some. */
  boolean nestIsMarked(ClassMembers own, ClassFiles files) {
    String name = own.name();
    String host = own.nestHost();
    Boolean before = rememberedNest(host);
    if (before != null) {
      return before;
    }
    boolean marked = false;
    if (host.equals(name)) {
      marked = anyMemberIsMarked(own, name, files);
    } else {
      ConstantPool ofHost = pool(files.find(host));
      if (ofHost != null) { // otherwise the JVM knows no nest, either
        marked =
            designations.name(host)
                || ofHost.mentionsAnnotation()
                || anyMemberIsMarked(new ClassMembers(ofHost), name, files);
      }
    }
    rememberNest(host, marked);
    return marked;
  }

  private boolean anyMemberIsMarked(ClassMembers host, String except, ClassFiles files) {
    for (String member : host.nestMembers()) {
      if (!member.equals(except) && of(member, files).marked) {
        return true;
      }
    }
    return false;
  }

  private Known of(String name, ClassFiles files) {
    Known before = remembered(name);
    if (before != null) {
      return before;
    }
    Known known = read(name, files);
    remember(name, known);
    return known;
  }

  private Known read(String name, ClassFiles files) {
    if (designations.name(name)) {
      return MARKED;
    }
    try (InputStream in = files.open(name)) {
      return in == null ? LAST : read(in);
    } catch (IOException e) {
      return LAST;
    }
  }

  /**
   * Reads no more of a class file than is needed, since inflating one is most of the work: its
   * constants and what follows them, or all of it if members may be inherited.
   */
  private static Known read(InputStream in) throws IOException {
    byte[] file = in.readNBytes(HEAD_BYTE_SIZE);
    ConstantPool pool = ConstantPool.of(file);
    while (pool == null || pool.end() + CLASS_AND_SUPER_BYTE_SIZE > file.length) {
      byte[] more = in.readNBytes(file.length);
      if (more.length == 0) {
        return LAST;
      }
      file = joined(file, more);
      pool = ConstantPool.of(file);
    }
    if (pool.mentionsAnnotation()) {
      return MARKED;
    }
    if (endsAt(ClassMembers.superName(pool))) {
      return LAST;
    }
    ConstantPool ofAll = ConstantPool.of(joined(file, in.readAllBytes()));
    return ofAll == null ? LAST : unmarked(new ClassMembers(ofAll));
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static @Nullable ConstantPool pool(byte @Nullable [] file) {
    return file == null ? null : ConstantPool.of(file);
  }

  private synchronized @Nullable Known remembered(String name) {
    return classes.get(name);
  }

  private synchronized void remember(String name, Known known) {
    classes.put(name, known);
  }

  private synchronized @Nullable Boolean rememberedNest(String host) {
    return nests.get(host);
  }

  private synchronized void rememberNest(String host, boolean marked) {
    nests.put(host, marked);
  }
}
