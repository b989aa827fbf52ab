package io.offheap.agent.site;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Marks from outside, for code that carries no annotations: a line {@code owner#field} marks a
 * field, {@code owner#method(descriptor):line} the allocations of a method on that line. Blank
 * lines and lines that begin with {@code #} are skipped. Owners are written with dots, nested
 * classes with {@code $}.
 */
public final class Designations {
  /** How the detail of a verdict begins on a place that is not there. */
  public static final String NAMES_NOTHING = "the sites file names ";

  /** Nothing is marked from outside. */
  public static final Designations NONE = new Designations(Map.of());

  /**
   * One marked place.
   *
   * @param member the field's name, or the method's name and descriptor
   * @param line the source line, 0 for a field
   */
  public record Place(String member, int line) {}

  private final Map<String, List<Place>> placesByOwner;

  private Designations(Map<String, List<Place>> placesByOwner) {
    this.placesByOwner = placesByOwner;
  }

  /**
   * Reads the lines of a sites file.
   *
   * @throws IllegalArgumentException at the first line that has neither form, with its number
   */
  public static Designations parse(List<String> lines) {
    Map<String, List<Place>> places = new HashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      String text = lines.get(i).strip();
      if (text.isEmpty() || text.startsWith("#")) {
        continue;
      }
      int hash = text.indexOf('#');
      Place place = hash < 1 ? null : place(text.substring(hash + 1));
      if (place == null) {
        throw new IllegalArgumentException(
            "line "
                + (i + 1)
                + " is '"
                + text
                + "'; expected owner#field or owner#method(descriptor):line");
      }
      places
          .computeIfAbsent(text.substring(0, hash).replace('.', '/'), owner -> new ArrayList<>())
          .add(place);
    }
    return new Designations(places);
  }

  private static @org.jspecify.annotations.Nullable Place place(String member) {
    int open = member.indexOf('(');
    if (open < 0) {
      return member.isEmpty() || member.indexOf(':') >= 0 ? null : new Place(member, 0);
    }
    int colon = member.lastIndexOf(':');
    if (open == 0 || colon < member.indexOf(')') || colon + 1 == member.length()) {
      return null;
    }
    int line = 0;
    for (int i = colon + 1; i < member.length(); i++) {
      int digit = member.charAt(i) - '0';
      if (digit < 0 || digit > 9 || line > 1_000_000) {
        return null;
      }
      line = line * 10 + digit;
    }
    return line == 0 ? null : new Place(member.substring(0, colon), line);
  }

  /** Whether anything of the class is marked from outside. */
  public boolean name(String owner) {
    return placesByOwner.containsKey(owner);
  }

  /** The internal names of the classes of which anything is marked from outside, in order. */
  public List<String> owners() {
    return placesByOwner.keySet().stream().sorted().toList();
  }

  /** The marked places of a class. */
  public List<Place> of(String owner) {
    return placesByOwner.getOrDefault(owner, List.of());
  }
}
