package io.offheap.agent.verdict;

/**
 * The verdict on one site.
 *
 * @param site class, method, descriptor and line, as in {@code com.acme.A.run(I)V:42}; or {@code
 *     com.acme.A#field} for a marked field that no allocation reaches
 * @param kind {@code array}, {@code record-array}, {@code buffer}, {@code arena} or {@code class}
 * @param type the allocated type as Java writes it
 * @param moved whether the data left the Java heap
 * @param reason why, for programs
 * @param detail why, for people
 */
public record SiteVerdict(
    String site, String kind, String type, boolean moved, Reason reason, String detail) {

  /** The same site, kept on the Java heap for another reason. */
  public SiteVerdict keptBecause(Reason why, String text) {
    return new SiteVerdict(site, kind, type, false, why, text);
  }

  /** {@code MOVED} or {@code KEPT}. */
  public String verdict() {
    return moved ? "MOVED" : "KEPT";
  }

  /** The verdict as one line of JSON. */
  public String toJson() {
    StringBuilder json = new StringBuilder(160);
    json.append('{');
    field(json, "site", site);
    field(json, "kind", kind);
    field(json, "type", type);
    field(json, "verdict", verdict());
    field(json, "reason", reason.name());
    field(json, "detail", detail);
    json.setCharAt(json.length() - 1, '}');
    return json.toString();
  }

  private static void field(StringBuilder json, String name, String value) {
    json.append('"').append(name).append("\":\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append("\\u00")
            .append(Character.forDigit(c >> 4, 16))
            .append(Character.forDigit(c & 15, 16));
      } else {
        json.append(c);
      }
    }
    json.append("\",");
  }
}
