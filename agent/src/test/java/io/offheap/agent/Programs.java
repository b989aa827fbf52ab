package io.offheap.agent;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.eclipse.jdt.core.compiler.batch.BatchCompiler;

/**
 * The test programs below {@code resources/programs}: source files, each with a main method, that
 * end in the verdicts which are expected of them, one {@code // EXPECT line type verdict [reason
 * detail]} for each site.
 */
public final class Programs {
  private Programs() {}

  /** One program. */
  public record Program(String name, Path source, List<String> expected) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** All programs, those that move first. */
  public static List<Program> all() {
    List<Program> all = new ArrayList<>();
    for (String folder : List.of("moved", "kept")) {
      Path root = Path.of("src", "test", "resources", "programs", folder);
      try (Stream<Path> files = Files.list(root)) {
        for (Path file : files.sorted().toList()) {
          all.add(read(file));
        }
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
    return all;
  }

  private static Program read(Path file) throws IOException {
    List<String> expected =
        Files.readAllLines(file).stream()
            .filter(line -> line.startsWith("// EXPECT "))
            .map(line -> line.substring("// EXPECT ".length()).strip())
            .toList();
    String name = file.getFileName().toString().replace(".java", "");
    return new Program(name, file, expected);
  }

  /** Compiles source files into {@code folder} with the JDK's compiler. */
  public static void compile(Path folder, List<Path> sources, String... options) {
    List<String> arguments =
        new ArrayList<>(List.of("-nowarn", "-proc:none", "-d", folder.toString()));
    arguments.addAll(List.of("-cp", System.getProperty("java.class.path")));
    arguments.addAll(List.of(options));
    sources.forEach(source -> arguments.add(source.toString()));
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    if (status != 0) {
      throw new AssertionError("javac failed with " + status + " on " + sources);
    }
  }

  /** Compiles source files into {@code folder} with the compiler of Eclipse. */
  public static void compileWithEcj(Path folder, List<Path> sources) {
    List<String> arguments =
        new ArrayList<>(List.of("-nowarn", "-proc:none", "-g", "-source", "24", "-target", "24"));
    arguments.addAll(List.of("-d", folder.toString()));
    arguments.addAll(List.of("-cp", System.getProperty("java.class.path")));
    sources.forEach(source -> arguments.add(source.toString()));
    StringWriter messages = new StringWriter();
    PrintWriter writer = new PrintWriter(messages);
    // EclipseCompiler.run would end this JVM.
    if (!BatchCompiler.compile(arguments.toArray(String[]::new), writer, writer, null)) {
      throw new AssertionError("ECJ failed on " + sources + ": " + messages);
    }
  }
}
