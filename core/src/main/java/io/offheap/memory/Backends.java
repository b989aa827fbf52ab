package io.offheap.memory;

import java.util.List;

/**
 * Chooses a region's backend.
 *
 * @param backend the choice
 * @param reason why it is not the native one, or an empty text
 */
record Backends(MemoryBackend backend, String reason) {
  private static final List<String> PROCESSORS = List.of("amd64", "aarch64");

  static Backends choose(
      BackendChoice choice, HugePages hugePages, long limitBytes, long byteAlignment) {
    if (choice == BackendChoice.PORTABLE) {
      return new Backends(new PortableBackend(), "the portable backend was asked for");
    }
    try {
      checkSystem(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
      checkAccess(Backends.class.getModule());
      return new Backends(
          NativeBackend.open(Linux.CALLS, limitBytes, byteAlignment, hugePages), "");
    } catch (BackendUnavailable e) {
      return new Backends(new PortableBackend(), String.valueOf(e.getMessage()));
    } catch (LinkageError | IllegalCallerException | UnsupportedOperationException e) {
      return new Backends(new PortableBackend(), "the native linker does not work: " + e);
    }
  }

  /** Whether native functions may be called, and are those that the native backend knows. */
  static boolean isNativeAllowed() {
    try {
      checkSystem(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
      checkAccess(Backends.class.getModule());
      return true;
    } catch (BackendUnavailable e) {
      return false;
    }
  }

  static void checkSystem(String system, String processor) throws BackendUnavailable {
    if (!system.equals("Linux") || !PROCESSORS.contains(processor)) {
      throw new BackendUnavailable(
          "the native backend knows Linux on amd64 and aarch64, not "
              + system
              + " on "
              + processor);
    }
  }

  static void checkAccess(Module module) throws BackendUnavailable {
    if (!module.isNativeAccessEnabled()) {
      throw new BackendUnavailable(
          "native access is not enabled: --enable-native-access="
              + (module.isNamed() ? module.getName() : "ALL-UNNAMED"));
    }
  }

  /** Apart, because the linker takes time to start and must not be touched without access. */
  private static final class Linux {
    static final SystemCalls CALLS = new LinuxCalls();
  }
}
