package io.offheap.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.offheap.soak.Soak;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The short form of the soak; CONTRIBUTING.md has the long one. */
class SoakIT {
  @Test
  void droppedLoaders_leaveNothing() throws Exception {
    ChildJvm.Result result = soak("10", "8", "");
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).startsWith("loaded ").hasLineCount(1);
    assertThat(result.status()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "loader, class loaders are left",
    "handle, handles are left",
    "block, off-heap bytes are left"
  })
  void plantedLeak_isFound(String leak, String message) throws Exception {
    ChildJvm.Result result = soak("2", "2", leak);
    assertThat(result.out()).contains(message);
    assertThat(result.status()).isEqualTo(1);
  }

  private static ChildJvm.Result soak(String seconds, String threads, String leak)
      throws Exception {
    Path classes = Path.of(Soak.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    return ChildJvm.java(
        ChildJvm.agent("min=0,limit=256m"),
        "-Xmx256m",
        "-cp",
        classes.toString(),
        Soak.class.getName(),
        seconds,
        threads,
        leak);
  }
}
