package io.offheap.benchmarks.startup;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.constant.ClassDesc;

/**
 * Loads and links thousands of classes of a usual size from memory and prints how many milliseconds
 * that took.
 *
 * <p>Usage: {@code ManyClasses <count>}. The classes are copies of one of JMH's under other names.
 */
public final class ManyClasses extends ClassLoader {
  private static final String MODEL = "/org/openjdk/jmh/runner/options/CommandLineOptions.class";

  private ManyClasses() {
    super(ManyClasses.class.getClassLoader());
  }

  public static void main(String[] arguments) throws Exception {
    int count = Integer.parseInt(arguments[0]);
    byte[][] classes = new byte[count][];
    ClassFile classFile = ClassFile.of();
    ClassModel model = classFile.parse(model());
    for (int i = 0; i < count; i++) {
      classes[i] =
          classFile.transformClass(
              model, ClassDesc.of("copies.Copy" + i), ClassTransform.ACCEPT_ALL);
    }
    ManyClasses loader = new ManyClasses();
    System.gc();
    long startNanos = System.nanoTime();
    for (int i = 0; i < count; i++) {
      loader.resolveClass(loader.defineClass("copies.Copy" + i, classes[i], 0, classes[i].length));
    }
    System.out.println("result " + (System.nanoTime() - startNanos) / 1e6);
  }

  private static byte[] model() throws IOException {
    try (InputStream in = ManyClasses.class.getResourceAsStream(MODEL)) {
      if (in == null) throw new IOException("not in the jar: " + MODEL);
      return in.readAllBytes();
    }
  }
}
