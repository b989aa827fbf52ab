package io.offheap.agent.site;

import io.offheap.agent.code.ClassFiles;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether a class that carries no mark names members of one that does, so that it may have to be
 * rewritten along with it. Each class whose members are named is looked at once for each loader.
 * Thread-safe.
 */
public final class MarkedOwners {
  private final Designations designations;
  private final List<Known> known = new ArrayList<>();

  /** What is known of the classes that one loader finds. */
  private record Known(WeakReference<ClassLoader> loader, Map<String, Boolean> marked) {}

  /**
   * @param designations marks from outside
   */
  public MarkedOwners(Designations designations) {
    this.designations = designations;
  }

  /**
   * Whether the class names a member, with an array of primitives in its type, of another class
   * that has marks.
   *
   * @param loader where other classes are found, as files
   */
  public boolean areNamedBy(ClassLoader loader, byte[] classFile) {
    List<String> owners = MemberReferences.otherOwners(classFile);
    return !owners.isEmpty() && anyIsMarked(ClassFiles.of(loader), owners, markedIn(loader));
  }

  /** The same for class files that no loader has. */
  public boolean areNamedBy(ClassFiles files, byte[] classFile) {
    return anyIsMarked(files, MemberReferences.otherOwners(classFile), new HashMap<>());
  }

  private boolean anyIsMarked(ClassFiles files, List<String> owners, Map<String, Boolean> marked) {
    for (String owner : owners) {
      if (isMarked(files, owner, marked)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the class or one above it has marks. */
  private boolean isMarked(ClassFiles files, String owner, Map<String, Boolean> marked) {
    String name = owner;
    while (name != null && !MemberReferences.isJdk(name)) {
      Boolean before = remembered(marked, name);
      byte[] file = before == null ? files.find(name) : null;
      boolean now =
          before != null
              ? before
              : designations.name(name)
                  || (file != null && ConstantPoolScan.mentionsAnnotation(file));
      if (now) {
        remember(marked, owner, true);
        return true;
      }
      MemberReferences read = file == null ? null : MemberReferences.read(file);
      name = read == null ? null : read.superName();
    }
    remember(marked, owner, false);
    return false;
  }

  private synchronized @Nullable Boolean remembered(Map<String, Boolean> marked, String owner) {
    return marked.get(owner);
  }

  private synchronized void remember(Map<String, Boolean> marked, String owner, boolean value) {
    marked.put(owner, value);
  }

  /** Loaders are compared by identity: a map would ask the application's {@code equals}. */
  private synchronized Map<String, Boolean> markedIn(ClassLoader loader) {
    for (int i = known.size() - 1; i >= 0; i--) {
      if (known.get(i).loader.refersTo(loader)) {
        return known.get(i).marked;
      } else if (known.get(i).loader.refersTo(null)) {
        known.remove(i);
      }
    }
    Map<String, Boolean> marked = new HashMap<>();
    known.add(new Known(new WeakReference<>(loader), marked));
    return marked;
  }
}
