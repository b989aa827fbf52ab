package io.offheap.array;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes memory by machine address and checks nothing: what handles use, once they have
 * checked the index, where the JDK lets them.
 *
 * <p>The JDK lets nobody by default. Whoever starts the virtual machine may give {@code
 * --add-exports java.base/jdk.internal.misc=ALL-UNNAMED}; an agent may export that package to
 * {@link #module()} alone, before the first array is made. Otherwise handles work by way of {@code
 * MemorySegment}, with the same results.
 */
/*
 * The implementation has a class loader and so a module of its own, so that an agent need not open the package to the
 * whole class path, where libraries look for it and behave otherwise if they find it.
 *
 * docs/arrays.md has the measurements that made this worth having.
 */
public abstract class DirectAccess {
  private static final String PACKAGE = "jdk.internal.misc";
  private static final Loader LOADER = new Loader();

  /** For the one implementation. */
  protected DirectAccess() {}

  /** The module to which java.base has to export the package {@code jdk.internal.misc}. */
  public static Module module() {
    return LOADER.getUnnamedModule();
  }

  /** The access, or null where the package is not exported. */
  static @Nullable DirectAccess find() {
    if (!Object.class.getModule().isExported(PACKAGE, module())) {
      return null;
    }
    try {
      return (DirectAccess) LOADER.implementation().getConstructor().newInstance();
    } catch (IOException | ReflectiveOperationException | LinkageError _) {
      return null; // another JDK than those known: segments do as well
    }
  }

  public abstract boolean getBoolean(long address);

  public abstract void putBoolean(long address, boolean value);

  public abstract byte getByte(long address);

  public abstract void putByte(long address, byte value);

  public abstract char getChar(long address);

  public abstract void putChar(long address, char value);

  public abstract short getShort(long address);

  public abstract void putShort(long address, short value);

  public abstract int getInt(long address);

  public abstract void putInt(long address, int value);

  public abstract long getLong(long address);

  public abstract void putLong(long address, long value);

  public abstract float getFloat(long address);

  public abstract void putFloat(long address, float value);

  public abstract double getDouble(long address);

  public abstract void putDouble(long address, double value);

  /** Sets bytes to 0. */
  public abstract void clear(long address, long byteSize);

  /** Defines the implementation from the class file beside this class's. */
  private static final class Loader extends ClassLoader {
    private static final String SIMPLE_NAME = "UnsafeAccess";

    Loader() {
      super("offheap-direct-access", DirectAccess.class.getClassLoader());
    }

    Class<?> implementation() throws IOException {
      try (InputStream file = DirectAccess.class.getResourceAsStream(SIMPLE_NAME + ".class")) {
        if (file == null) throw new IOException("no class file of " + SIMPLE_NAME);
        byte[] bytes = file.readAllBytes();
        String name = DirectAccess.class.getPackageName() + "." + SIMPLE_NAME;
        return defineClass(name, bytes, 0, bytes.length);
      }
    }
  }
}
