package io.offheap.agent.site;

import io.offheap.agent.code.ClassFiles;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a class may have to be rewritten: it carries a mark, or it may share arrays with one that
 * does, as its mate in a nest or as a class that names its members.
 *
 * <p>Every class that is loaded is asked about, and most are done with after one pass over their
 * constants; nothing of the agent is loaded for them but what is used here. Thread-safe.
 */
public final class FirstLook {
  private final Designations designations;
  private final List<OfLoader> loaders = new ArrayList<>();

  private record OfLoader(WeakReference<ClassLoader> loader, KnownClasses classes) {}

  /**
   * @param designations marks from outside
   */
  public FirstLook(Designations designations) {
    this.designations = designations;
  }

  /**
   * Whether a class that is being loaded concerns us.
   *
   * @param loader where others are found, as files; each is read once
   */
  public boolean concernsUs(ClassLoader loader, String className, byte[] classFile) {
    return concernsUs(loader, ClassFiles.of(loader), className, classFile);
  }

  /** The same for class files that no loader has; nothing is remembered of them. */
  public boolean concernsUs(ClassFiles files, String className, byte[] classFile) {
    return concernsUs(null, files, className, classFile);
  }

  private boolean concernsUs(
      @Nullable ClassLoader loader, ClassFiles files, String className, byte[] classFile) {
    if (designations.name(className)) {
      return true;
    }
    try {
      ConstantPool pool = ConstantPool.of(classFile);
      return pool != null && (pool.mentionsAnnotation() || sharesMarked(loader, files, pool));
    } catch (IndexOutOfBoundsException | UncheckedIOException e) {
      return false; // a file that the JVM will refuse
    }
  }

  private boolean sharesMarked(@Nullable ClassLoader loader, ClassFiles files, ConstantPool pool) {
    boolean names = pool.findArrayTypes();
    if (!names && !pool.mentionsNest()) {
      return false;
    }
    ClassMembers own = new ClassMembers(pool);
    boolean tables = designations != Designations.NONE; // which a sites file may name
    boolean declares = own.haveArrays(tables);
    List<MemberReferences.Member> members =
        names ? MemberReferences.ofOthers(pool, own, tables) : List.of();
    if (!declares && members.isEmpty()) {
      return false;
    }
    KnownClasses known = loader == null ? new KnownClasses(designations) : knownTo(loader);
    if (known.anyMayBeMarked(members, files)
        || (pool.mentionsNest() && known.nestIsMarked(own, files))) {
      return true;
    }
    if (declares) {
      known.addUnmarked(own); // so that those who name its members need not read it
    }
    return false;
  }

  /** Loaders are compared by identity: a map would ask the application's {@code equals}. */
  private synchronized KnownClasses knownTo(ClassLoader loader) {
    for (int i = loaders.size() - 1; i >= 0; i--) {
      if (loaders.get(i).loader.refersTo(loader)) {
        return loaders.get(i).classes;
      } else if (loaders.get(i).loader.refersTo(null)) {
        loaders.remove(i);
      }
    }
    KnownClasses classes = new KnownClasses(designations);
    loaders.add(new OfLoader(new WeakReference<>(loader), classes));
    return classes;
  }
}
