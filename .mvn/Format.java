import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks (or with {@code write}, establishes) the project's format for every Java file below a {@code src} folder of
 * the project. A program of its own because google-java-format uses the parser of the JDK it runs on, and Maven may run on an
 * older one than the sources need.
 */
final class Format {
  public static void main(String[] args) throws Exception {
    boolean write = args.length > 0 && args[0].equals("write");
    Formatter formatter = new Formatter(JavaFormatterOptions.defaultOptions());
    List<Path> files;
    try (var walk = Files.walk(Path.of(""))) {
      files = walk.filter(Format::isSource).sorted().toList();
    }
    List<Path> wrong = new ArrayList<>();
    for (Path file : files) {
      String text = Files.readString(file);
      String ordered = ImportOrderer.reorderImports(text, JavaFormatterOptions.Style.GOOGLE);
      String formatted = formatter.formatSource(RemoveUnusedImports.removeUnusedImports(ordered));
      if (formatted.equals(text)) continue;
      if (write) Files.writeString(file, formatted);
      else wrong.add(file);
    }
    if (!wrong.isEmpty()) {
      System.err.println("Not in the project's format (mvn -N -Pformat process-sources mends it):");
      wrong.forEach(file -> System.err.println("  " + file));
      System.exit(1);
    }
  }

  private static boolean isSource(Path file) {
    String name = "/" + file.toString().replace('\\', '/');
    return name.endsWith(".java")
        && name.contains("/src/")
        && !name.contains("/resources/")
        && !name.contains("/target/");
  }
}
