package io.offheap.agent.site;

import io.offheap.agent.code.ClassFiles;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the classes that one loader finds: which have marks. Each is read once at most,
 * and not at all if it was shown when it was loaded. Thread-safe.
 */
final class KnownClasses {
  private static final Known UNMARKED = new Known(false, null);

  private final Designations designations;
  private final Map<String, Known> classes = new HashMap<>();

  /** Whether a class of the nest has marks, by host. */
  private final Map<String, Boolean> nests = new HashMap<>();

  /**
   * What is known of a class.
   *
   * @param superName null for none, one of the JDK's, or if the class cannot be found
   */
  private record Known(boolean marked, @Nullable String superName) {}

  KnownClasses(Designations designations) {
    this.designations = designations;
  }

  /** A class without marks has been loaded. */
  void addUnmarked(ClassMembers own) {
    remember(own.name(), known(false, own.superName()));
  }

  private static Known known(boolean marked, @Nullable String superName) {
    boolean ends = superName == null || MemberReferences.isJdk(superName);
    return ends && !marked ? UNMARKED : new Known(marked, ends ? null : superName);
  }

  /** Whether one of some classes or of those above them has marks. */
  boolean anyIsMarked(List<String> names, ClassFiles files) {
    for (String name : names) {
      for (String at = name; at != null; ) {
        Known known = of(at, files);
        if (known.marked) {
          return true;
        }
        at = known.superName;
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
      return known(true, null);
    }
    ConstantPool pool = pool(files.find(name));
    if (pool == null) {
      return UNMARKED;
    }
    return known(pool.mentionsAnnotation(), ClassMembers.superName(pool));
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
