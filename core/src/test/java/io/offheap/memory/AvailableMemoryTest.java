package io.offheap.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AvailableMemoryTest {
  @TempDir Path root;

  @BeforeEach
  void machineOfOneGibibyte() throws IOException {
    write("proc/meminfo", "MemTotal:        1048576 kB\nMemFree:          1000 kB\n");
  }

  @Test
  void noGroups_theMachinesMemoryIsTheLimit() {
    assertThat(AvailableMemory.bytesBelow(root)).hasValue(1L << 30);
  }

  @Test
  void noFilesAtAll_nothingIsLearned() throws IOException {
    Files.delete(root.resolve("proc/meminfo"));
    assertThat(AvailableMemory.bytesBelow(root)).isEmpty();
  }

  @Test
  void unifiedGroup_itsLimitCounts() throws IOException {
    unified("0::/app");
    write("sys/fs/cgroup/app/memory.max", "268435456\n");
    assertThat(AvailableMemory.bytesBelow(root)).hasValue(256L << 20);
  }

  @Test
  void unifiedGroup_aTighterGroupAboveCounts() throws IOException {
    unified("0::/pod/app");
    write("sys/fs/cgroup/pod/app/memory.max", "max\n");
    write("sys/fs/cgroup/pod/memory.max", "134217728\n");
    assertThat(AvailableMemory.bytesBelow(root)).hasValue(128L << 20);
  }

  @Test
  void unifiedGroup_limitAboveTheMachineDoesNotCount() throws IOException {
    unified("0::/app");
    write("sys/fs/cgroup/app/memory.max", "99999999999999\n");
    assertThat(AvailableMemory.bytesBelow(root)).hasValue(1L << 30);
  }

  @Test
  void unifiedGroup_seenFromInsideItsNamespace() throws IOException {
    unified("0::/../../elsewhere");
    write("sys/fs/cgroup/memory.max", "67108864\n");
    assertThat(AvailableMemory.bytesBelow(root)).hasValue(64L << 20);
  }

  @Test
  void oldGroup_limitOfTheMemoryControllerCounts() throws IOException {
    write("proc/self/cgroup", "5:cpu:/other\n4:memory:/docker/abc\n");
    write(
        "proc/self/mountinfo",
        """
        32 31 0:29 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu
        35 31 0:32 /docker/abc /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
        """);
    write("sys/fs/cgroup/memory/memory.limit_in_bytes", "33554432\n");
    write("sys/fs/cgroup/cpu/memory.limit_in_bytes", "1\n");
    assertThat(AvailableMemory.bytesBelow(root)).hasValue(32L << 20);
  }

  @Test
  void oldGroup_aTighterGroupAboveCountsAndNoLimitIsNone() throws IOException {
    write("proc/self/cgroup", "4:memory:/pod/app\n0::/other\n");
    write(
        "proc/self/mountinfo",
        "35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory\n");
    write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
    write("sys/fs/cgroup/memory/pod/app/memory.limit_in_bytes", "9223372036854771712\n");
    assertThat(AvailableMemory.bytesBelow(root)).hasValue(1L << 30);
    write("sys/fs/cgroup/memory/pod/memory.limit_in_bytes", "50331648\n");
    assertThat(AvailableMemory.bytesBelow(root)).hasValue(48L << 20);
  }

  /** A container that shares the host's group names but sees only its own folder. */
  @Test
  void oldGroup_pathOfTheHostThatIsNotVisible_theMountPointCounts() throws IOException {
    write("proc/self/cgroup", "4:memory:/docker/abc\n");
    write(
        "proc/self/mountinfo",
        "35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory\n");
    write("sys/fs/cgroup/memory/memory.limit_in_bytes", "33554432\n");
    assertThat(AvailableMemory.bytesBelow(root)).hasValue(32L << 20);
  }

  @Test
  void bothHierarchies_theTighterCounts() throws IOException {
    write("proc/self/cgroup", "4:memory:/app\n0::/app\n");
    write(
        "proc/self/mountinfo",
        """
        30 23 0:26 / /sys/fs/cgroup/unified rw,nosuid - cgroup2 cgroup2 rw
        35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
        """);
    write("sys/fs/cgroup/memory/app/memory.limit_in_bytes", "134217728\n");
    write("sys/fs/cgroup/unified/app/memory.max", "67108864\n");
    assertThat(AvailableMemory.bytesBelow(root)).hasValue(64L << 20);
  }

  @Test
  void thisMachine_agreesWithTheManagementBeanOrIsLess() {
    long physical = PhysicalMemory.fromManagement().orElseThrow();
    assertThat(AvailableMemory.bytes()).isPositive().isLessThanOrEqualTo(physical);
  }

  private void unified(String group) throws IOException {
    write("proc/self/cgroup", group + "\n");
    write("proc/self/mountinfo", "30 23 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw\n");
  }

  private void write(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
