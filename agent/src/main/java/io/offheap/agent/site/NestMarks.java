package io.offheap.agent.site;

import io.offheap.agent.code.ClassFiles;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether a class that carries no mark belongs to a nest with one that does, so that it may have to
 * be rewritten along with it. Each nest is read once for each loader. Thread-safe.
 */
public final class NestMarks {
  private final Designations designations;
  private final List<Known> known = new ArrayList<>();

  /** What is known of the nests of one loader, by host. */
  private record Known(WeakReference<ClassLoader> loader, Map<String, Boolean> marked) {}

  /**
   * @param designations marks from outside
   */
  public NestMarks(Designations designations) {
    this.designations = designations;
  }

  /**
   * Whether a mate of the class is marked.
   *
   * @param loader where its mates are found, as files
   * @param classFile its bytes
   */
  public boolean areNear(ClassLoader loader, byte[] classFile) {
    NestAttributes nest = NestAttributes.read(classFile);
    if (nest == null || (nest.host() == null && nest.members().isEmpty())) {
      return false;
    }
    String host = nest.host() == null ? nest.name() : nest.host();
    Boolean before = remembered(loader, host);
    if (before != null) {
      return before;
    }
    boolean marked = isMarked(nest, host, ClassFiles.of(loader));
    remember(loader, host, marked);
    return marked;
  }

  /** The same for class files that no loader has. */
  public boolean areNear(ClassFiles files, byte[] classFile) {
    NestAttributes nest = NestAttributes.read(classFile);
    return nest != null
        && (nest.host() != null || !nest.members().isEmpty())
        && isMarked(nest, nest.host() == null ? nest.name() : nest.host(), files);
  }

  private boolean isMarked(NestAttributes nest, String host, ClassFiles files) {
    List<String> members = nest.members();
    if (nest.host() != null) {
      byte[] file = files.find(host);
      NestAttributes ofHost = file == null ? null : NestAttributes.read(file);
      if (file == null || ofHost == null) {
        return false; // the JVM knows no nest then, either
      }
      if (designations.name(host) || ConstantPoolScan.mentionsAnnotation(file)) {
        return true;
      }
      members = ofHost.members();
    }
    for (String member : members) {
      if (designations.name(member)) {
        return true;
      }
      byte[] file = member.equals(nest.name()) ? null : files.find(member);
      if (file != null && ConstantPoolScan.mentionsAnnotation(file)) {
        return true;
      }
    }
    return false;
  }

  /** Loaders are compared by identity: a map would ask the application's {@code equals}. */
  private synchronized @Nullable Boolean remembered(ClassLoader loader, String host) {
    for (Known one : known) {
      if (one.loader.refersTo(loader)) {
        return one.marked.get(host);
      }
    }
    return null;
  }

  private synchronized void remember(ClassLoader loader, String host, boolean marked) {
    for (int i = known.size() - 1; i >= 0; i--) {
      if (known.get(i).loader.refersTo(null)) {
        known.remove(i);
      }
    }
    for (Known one : known) {
      if (one.loader.refersTo(loader)) {
        one.marked.put(host, marked);
        return;
      }
    }
    Map<String, Boolean> ofLoader = new HashMap<>();
    ofLoader.put(host, marked);
    known.add(new Known(new WeakReference<>(loader), ofLoader));
  }
}
