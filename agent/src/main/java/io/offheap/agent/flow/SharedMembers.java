package io.offheap.agent.flow;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The marked members that are not private: for each, whether all who name it are known, and if not,
 * why. A member is {@code owner.name:descriptor} if it is a field, {@code owner.name(...)...} if a
 * method.
 */
final class SharedMembers {
  /** Nothing is shared. */
  static final SharedMembers NONE = new SharedMembers();

  /** Too many classes are involved for any to be proved. */
  static final SharedMembers REFUSED_AS_TOO_MANY = new SharedMembers();

  private final Map<String, String> refusals = new HashMap<>();
  private final Set<String> proved = new TreeSet<>();
  private final Set<String> outsiders = new TreeSet<>();

  void prove(String member) {
    proved.add(member);
  }

  void refuse(String member, String why) {
    refusals.put(member, why);
  }

  /** A nest uses a member without being of the jar or folder over which that is proved. */
  void addOutsider(String host) {
    outsiders.add(host);
  }

  /** Whether all classes that name the member are known. */
  boolean isProved(String member) {
    return proved.contains(member);
  }

  /** Why the users of a marked member are not known; null if it is not marked, or they are. */
  @Nullable String refusal(String member) {
    return this == REFUSED_AS_TOO_MANY
        ? "more classes than can be looked at together share marked members"
        : refusals.get(member);
  }

  /** The hosts of nests that were not counted on when the members were proved. */
  Set<String> outsiders() {
    return outsiders;
  }
}
