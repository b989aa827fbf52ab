package io.offheap.array;

import jdk.internal.misc.Unsafe;

/**
 * {@link DirectAccess} by the JDK's own means. Loaded by the loader of {@link DirectAccess} only,
 * hence public.
 */
public final class UnsafeAccess extends DirectAccess {
  private static final Unsafe UNSAFE = Unsafe.getUnsafe();

  /** Called reflectively. */
  public UnsafeAccess() {}

  @Override
  public boolean getBoolean(long address) {
    return UNSAFE.getBoolean(null, address);
  }

  @Override
  public void putBoolean(long address, boolean value) {
    UNSAFE.putBoolean(null, address, value);
  }

  @Override
  public byte getByte(long address) {
    return UNSAFE.getByte(null, address);
  }

  @Override
  public void putByte(long address, byte value) {
    UNSAFE.putByte(null, address, value);
  }

  @Override
  public char getChar(long address) {
    return UNSAFE.getChar(null, address);
  }

  @Override
  public void putChar(long address, char value) {
    UNSAFE.putChar(null, address, value);
  }

  @Override
  public short getShort(long address) {
    return UNSAFE.getShort(null, address);
  }

  @Override
  public void putShort(long address, short value) {
    UNSAFE.putShort(null, address, value);
  }

  @Override
  public int getInt(long address) {
    return UNSAFE.getInt(null, address);
  }

  @Override
  public void putInt(long address, int value) {
    UNSAFE.putInt(null, address, value);
  }

  @Override
  public long getLong(long address) {
    return UNSAFE.getLong(null, address);
  }

  @Override
  public void putLong(long address, long value) {
    UNSAFE.putLong(null, address, value);
  }

  @Override
  public float getFloat(long address) {
    return UNSAFE.getFloat(null, address);
  }

  @Override
  public void putFloat(long address, float value) {
    UNSAFE.putFloat(null, address, value);
  }

  @Override
  public double getDouble(long address) {
    return UNSAFE.getDouble(null, address);
  }

  @Override
  public void putDouble(long address, double value) {
    UNSAFE.putDouble(null, address, value);
  }

  @Override
  public void clear(long address, long byteSize) {
    UNSAFE.setMemory(address, byteSize, (byte) 0);
  }
}
