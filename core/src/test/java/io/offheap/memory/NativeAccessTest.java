package io.offheap.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.offheap.jfr.ChildJvm;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The backend follows what the command line allows, and never brings a warning about. */
@EnabledOnOs(
    value = OS.LINUX,
    architectures = {"amd64", "aarch64"})
class NativeAccessTest {
  /** Prints the backend of a region that has been used. */
  static final class Program {
    private Program() {}

    public static void main(String[] args) {
      try (Region region = Region.open(1 << 20)) {
        long address = region.tryCommit(65536);
        region.segment(address, 65536).fill((byte) 1);
        region.purge(address, 65536);
        System.out.println(region.backendName() + ": " + region.backendReason());
      }
    }
  }

  private static String run(String... options) throws Exception {
    ChildJvm.Result result = ChildJvm.java(List.of(options), Program.class);
    assertThat(result.exitCode()).isZero();
    return result.output();
  }

  @Test
  void withoutAnOption_portableAndSilent() throws Exception {
    assertThat(run())
        .isEqualTo("portable: native access is not enabled: --enable-native-access=ALL-UNNAMED\n");
  }

  @Test
  void denied_portableAndSilent() throws Exception {
    assertThat(run("--illegal-native-access=deny")).startsWith("portable: ");
  }

  @Test
  void enabledForAnotherModule_portableAndSilent() throws Exception {
    assertThat(run("--enable-native-access=java.compiler")).startsWith("portable: ");
  }

  @Test
  void enabled_nativeAndSilent() throws Exception {
    assertThat(run("--enable-native-access=ALL-UNNAMED")).isEqualTo("native: \n");
  }

  /** What a sandbox that forbids large address ranges looks like. */
  @Test
  void noAddressesToReserve_portableWithAReason() throws Exception {
    FaultyCalls refusing = new FaultyCalls(n -> true);
    try {
      refusing.open(1 << 20, 65536);
      throw new AssertionError("opened");
    } catch (FaultyCalls.Refused e) {
      assertThat(e).hasMessageMatching("the system does not reserve \\d+ bytes of addresses");
    }
  }
}
