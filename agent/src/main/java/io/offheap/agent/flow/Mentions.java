package io.offheap.agent.flow;

import io.offheap.agent.code.ClassFiles;
import io.offheap.agent.code.ClassSource;
import io.offheap.agent.site.MemberReferences;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which classes of one jar or folder name which members, read once from their constant pools. Of
 * each class only the members with arrays of primitives in their types are remembered.
 */
final class Mentions {
  /** A larger jar or folder is not read to its end; nothing is proved over it then. */
  static final int MAX_CLASSES = 20_000;

  /** Sources that are remembered. */
  private static final int MAX_SOURCES = 16;

  /** A class, and the class by whose name it calls the member's owner. */
  private record Mention(String by, String owner) {}

  private record Lookup(String by, String method, List<String> classes) {}

  private final Map<String, List<Mention>> byKey = new HashMap<>();
  private final List<Lookup> lookups = new ArrayList<>();
  private int classCount;
  private boolean whole = true;

  private Mentions() {}

  /** What was read, by location. Thread-safe. */
  static final class Cache {
    private final Map<String, Mentions> known = new LinkedHashMap<>();

    synchronized Mentions of(ClassSource source) {
      Mentions read = known.get(source.location());
      if (read == null) {
        read = read(source);
        known.put(source.location(), read);
        if (known.size() > MAX_SOURCES) {
          known.remove(known.keySet().iterator().next());
        }
      }
      return read;
    }
  }

  static Mentions read(ClassSource source) {
    Mentions mentions = new Mentions();
    try {
      source.forEach(mentions::add);
    } catch (IOException | RuntimeException e) {
      mentions.whole = false;
    }
    return mentions;
  }

  private boolean add(byte[] classFile) {
    MemberReferences references = MemberReferences.read(classFile);
    classCount++;
    if (references == null || classCount > MAX_CLASSES) {
      whole = false;
      return false;
    }
    for (MemberReferences.Member member : references.members()) {
      byKey
          .computeIfAbsent(member.key(), key -> new ArrayList<>(2))
          .add(new Mention(references.name(), member.owner()));
    }
    String lookup = references.fieldLookup();
    if (lookup != null) {
      lookups.add(new Lookup(references.name(), lookup, references.classes()));
    }
    return true;
  }

  /** Whether every class of the source was read. */
  boolean isWhole() {
    return whole;
  }

  /**
   * The classes that name a member of {@code owner}, by its own name or by that of a class below
   * it, in order.
   *
   * @param key the member's {@link MemberReferences.Member#key}
   */
  SortedSet<String> of(String owner, String key, ClassFiles files) {
    SortedSet<String> classes = new TreeSet<>();
    for (Mention mention : byKey.getOrDefault(key, List.of())) {
      if (isBelow(mention.owner(), owner, files)) {
        classes.add(mention.by());
      }
    }
    return classes;
  }

  /** Whether a class is another or extends it; also if that cannot be found out. */
  static boolean isBelow(String name, String owner, ClassFiles files) {
    String at = name;
    while (!at.equals(owner)) {
      if (MemberReferences.isJdk(at)) {
        return false;
      }
      byte[] file = files.find(at);
      MemberReferences read = file == null ? null : MemberReferences.read(file);
      if (read == null) {
        return true;
      }
      if (read.superName() == null) {
        return false;
      }
      at = read.superName();
    }
    return true;
  }

  /** How a class of the source may look up fields of {@code owner} by name; null if none does. */
  @Nullable String lookupOf(String owner) {
    for (Lookup lookup : lookups) {
      if (lookup.classes().contains(owner)) {
        return lookup.method() + " in " + lookup.by().replace('/', '.');
      }
    }
    return null;
  }
}
