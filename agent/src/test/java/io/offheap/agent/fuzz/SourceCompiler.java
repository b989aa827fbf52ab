package io.offheap.agent.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** Compiles one source text to class files in memory. Not thread-safe. */
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

  Compiled compile(String className, String text) {
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
    StringWriter errors = new StringWriter();
    boolean done =
        compiler
            .getTask(
                errors,
                memory,
                d -> errors.append(d + "\n"),
                options,
                null,
                files.getJavaFileObjects(source(className, text)))
            .call();
    Map<String, byte[]> classes = new TreeMap<>();
    if (done) {
      written.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
    }
    return new Compiled(classes, done ? "" : errors + " ");
  }

  /** ECJ insists on a file that exists. */
  private Path source(String className, String text) {
    try {
      Path file = folder.resolve(className + ".java");
      Files.writeString(file, text);
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URI uri(String name, JavaFileObject.Kind kind) {
    return URI.create("memory:///" + name.replace('.', '/') + kind.extension);
  }
}
