import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import jdk.jfr.Configuration;

/**
 * Writes a complete template, for tools that take one file and merge nothing: a profile of the JDK
 * that runs this, and the events and controls of an add-on.
 *
 * <p>Usage: {@code java Template.java default offheap.jfc default+offheap.jfc}
 */
final class Template {
  private Template() {}

  public static void main(String[] args) throws Exception {
    String base = Configuration.getConfiguration(args[0]).getContents();
    String addOn =
        Pattern.compile("<!--.*?-->", Pattern.DOTALL)
            .matcher(Files.readString(Path.of(args[1])))
            .replaceAll("");
    String events = between(addOn, "\n", addOn.indexOf("<configuration"), "<control>");
    String controls = between(addOn, "\n", addOn.indexOf("<control>"), "</control>");
    String complete = base.replaceFirst("<configuration[^>]*>", opening(args[0]));
    complete = insert(complete, complete.indexOf("<control>"), events);
    complete = insert(complete, complete.lastIndexOf("</control>"), controls);
    Path out = Path.of(args[2]);
    Files.createDirectories(out.toAbsolutePath().getParent());
    Files.writeString(out, complete);
  }

  private static String opening(String profile) {
    String name = Character.toUpperCase(profile.charAt(0)) + profile.substring(1);
    return "<configuration version=\"2.0\" label=\""
        + name
        + " and Off-Heap\" description=\"The JDK's profile "
        + profile
        + " and the events of OffHeap\" provider=\"OffHeap\">";
  }

  /** What follows the first {@code start} from an index on, up to {@code end}. */
  private static String between(String text, String start, int from, String end) {
    int begin = text.indexOf(start, from) + start.length();
    return text.substring(begin, text.indexOf(end, begin)).strip();
  }

  /** Inserts lines before the line that an index is in. */
  private static String insert(String text, int index, String lines) {
    int line = text.lastIndexOf('\n', index) + 1;
    return text.substring(0, line) + "\n  " + lines + "\n\n" + text.substring(line);
  }
}
