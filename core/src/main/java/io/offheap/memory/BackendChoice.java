package io.offheap.memory;

/** Which backends a {@link Region} may have its memory from. */
public enum BackendChoice {
  /**
   * The native backend where it can be had: on Linux, if native access is enabled for this module
   * ({@code --enable-native-access}); elsewhere the portable one. Never a warning.
   */
  AUTO,

  /** The portable backend, which needs no restricted method. */
  PORTABLE
}
