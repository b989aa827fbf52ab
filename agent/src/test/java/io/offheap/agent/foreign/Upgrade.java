package io.offheap.agent.foreign;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/**
 * Brings the class files below a folder to the version of Java 8, stack maps included: {@code
 * <folder>}. For libraries that were compiled for a Java of which the agent leaves class files
 * alone.
 */
public final class Upgrade {
  private Upgrade() {}

  public static void main(String[] arguments) throws IOException {
    Path root = Path.of(arguments[0]);
    List<Path> files;
    try (Stream<Path> walk = Files.walk(root)) {
      files = walk.filter(file -> file.toString().endsWith(".class")).toList();
    }
    try (URLClassLoader loader = new URLClassLoader(new URL[] {root.toUri().toURL()})) {
      for (Path file : files) {
        byte[] bytes = Files.readAllBytes(file);
        if (bytes[7] < Opcodes.V1_7) {
          Files.write(file, upgraded(bytes, loader));
        }
      }
    }
    System.out.println(files.size() + " class files");
  }

  private static byte[] upgraded(byte[] classFile, ClassLoader loader) {
    ClassWriter writer =
        new ClassWriter(ClassWriter.COMPUTE_FRAMES) {
          @Override
          protected ClassLoader getClassLoader() {
            return loader;
          }
        };
    new ClassReader(classFile)
        .accept(
            new ClassVisitor(Opcodes.ASM9, writer) {
              @Override
              public void visit(
                  int version,
                  int access,
                  String name,
                  String signature,
                  String superName,
                  String[] interfaces) {
                super.visit(Opcodes.V1_8, access, name, signature, superName, interfaces);
              }
            },
            ClassReader.SKIP_FRAMES);
    return writer.toByteArray();
  }
}
