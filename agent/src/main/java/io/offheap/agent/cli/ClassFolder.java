package io.offheap.agent.cli;

import io.offheap.agent.code.ClassFiles;
import io.offheap.agent.code.ClassSource;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The class files below a folder or in a jar; others are found among those of the platform. */
final class ClassFolder implements ClassFiles, AutoCloseable {
  private static final ClassFiles PLATFORM = ClassFiles.of(ClassLoader.getPlatformClassLoader());

  private final Path root;
  private final @Nullable FileSystem jar;

  private ClassFolder(Path root, @Nullable FileSystem jar) {
    this.root = root;
    this.jar = jar;
  }

  static ClassFolder open(Path path) throws BadInput {
    if (Files.isDirectory(path)) {
      return new ClassFolder(path, null);
    }
    if (!Files.isRegularFile(path)) {
      throw new BadInput("there is no such jar or folder");
    }
    try {
      FileSystem jar = FileSystems.newFileSystem(path);
      return new ClassFolder(jar.getPath("/"), jar);
    } catch (IOException | RuntimeException e) {
      throw new BadInput("this is no jar");
    }
  }

  /** Passes on every class file, in the order of their names. */
  void forEach(Consumer<byte[]> visitor) throws BadInput {
    List<Path> files;
    try (var walk = Files.walk(root)) {
      files = walk.filter(f -> f.toString().endsWith(".class")).sorted().toList();
    } catch (IOException e) {
      throw new BadInput("the folder cannot be read: " + e.getMessage());
    }
    for (Path file : files) {
      try {
        visitor.accept(Files.readAllBytes(file));
      } catch (IOException | RuntimeException e) {
        throw new BadInput(
            "the class file " + root.relativize(file) + " cannot be read: " + e.getMessage());
      }
    }
  }

  @Override
  public byte @Nullable [] find(String internalName) {
    Path file = root.resolve(internalName + ".class");
    try {
      return Files.isRegularFile(file) ? Files.readAllBytes(file) : PLATFORM.find(internalName);
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  public @Nullable ClassSource sourceOf(String internalName) {
    return Files.isRegularFile(root.resolve(internalName + ".class"))
        ? new ClassSource.Folder(root)
        : null;
  }

  @Override
  public void close() throws BadInput {
    try {
      if (jar != null) {
        jar.close();
      }
    } catch (IOException e) {
      throw new BadInput("the jar cannot be read: " + e.getMessage());
    }
  }
}
