package io.offheap.agent.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;

/** Compiles source texts to class files in memory. Not thread-safe. */
final class SourceCompiler {
  private final JavaCompiler compiler;
  private final List<String> options;
  private final StandardJavaFileManager files;
  private final Path folder;

  SourceCompiler(JavaCompiler compiler, List<String> options) {
    this.compiler = compiler;
    this.options = options;
    this.files = compiler.getStandardFileManager(null, null, null);
    try {
      folder = Files.createTempDirectory("fuzz");
      folder.toFile().deleteOnExit();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The class files by binary name, or what the compiler said; one of the two is empty. */
  record Compiled(Map<String, byte[]> classes, String errors) {}

  /** One program; its package tells it from others. */
  Compiled compile(String className, String text) {
    Map<String, byte[]> classes = new TreeMap<>();
    String errors = compile(Map.of(className, text), classes);
    return new Compiled(errors.isEmpty() ? classes : Map.of(), errors);
  }

  /**
   * Several programs in one run of the compiler, which takes a fraction of the time of as many
   * runs. One that has errors spoils them all: then each is compiled alone.
   */
  Map<String, Compiled> compileAll(Map<String, String> textByClass) {
    Map<String, Compiled> compiled = new TreeMap<>();
    Map<String, byte[]> classes = new TreeMap<>();
    boolean together = compile(textByClass, classes).isEmpty();
    textByClass.forEach((className, text) -> {
      if (together) {
        Map<String, byte[]> own = new TreeMap<>(classes);
        String prefix = className.substring(0, className.lastIndexOf('.') + 1);
        own.keySet().removeIf(name -> !name.startsWith(prefix));
        compiled.put(className, new Compiled(own, ""));
      } else {
        compiled.put(className, compile(className, text));
      }
    });
    return compiled;
  }

  private String compile(Map<String, String> textByClass, Map<String, byte[]> classes) {
    if (textByClass.isEmpty()) {
      return "";
    }
    Map<String, ByteArrayOutputStream> written = new TreeMap<>();
    JavaFileManager memory =
        new ForwardingJavaFileManager<>(files) {
          @Override
          public JavaFileObject getJavaFileForOutput(
              Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(uri(name, kind), kind) {
              @Override
              public OutputStream openOutputStream() {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                written.put(name.replace('/', '.'), bytes);
                return bytes;
              }
            };
          }
        };
    List<Path> sources = new ArrayList<>();
    textByClass.forEach((className, text) -> sources.add(source(className, text)));
    StringWriter errors = new StringWriter();
    boolean done;
    try {
      done =
          compiler
              .getTask(
                  errors,
                  memory,
                  d -> errors.append(d + "\n"),
                  options,
                  null,
                  files.getJavaFileObjects(sources.toArray(Path[]::new)))
              .call();
    } catch (RuntimeException e) { // a crash of the compiler
      errors.append(e.toString());
      done = false;
    } finally {
      sources.forEach(SourceCompiler::delete);
    }
    written.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
    return done ? "" : errors + " ";
  }

  /** ECJ insists on a file that exists. */
  private Path source(String className, String text) {
    try {
      Path file = folder.resolve(className.replace('.', '/') + ".java");
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
      Files.delete(file.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URI uri(String name, JavaFileObject.Kind kind) {
    return URI.create("memory:///" + name.replace('.', '/') + kind.extension);
  }
}
