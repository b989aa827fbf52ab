package io.offheap.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code allocator=} with an allocator of the program's own, found on the class path. */
class AllocatorIT {
  @TempDir static Path folder;

  @BeforeAll
  static void compile() throws IOException {
    Path provider = folder.resolve("Own.java");
    Files.writeString(
        provider,
        """
        public class Own implements io.offheap.allocator.ByteAllocatorProvider {
          public String name() { return "own"; }
          public io.offheap.allocator.ByteAllocator create(java.util.Map<String, String> options) {
            System.out.println("made");
            return new io.offheap.allocator.TlsfByteAllocator();
          }
        }
        """);
    Path program = folder.resolve("Sum.java");
    Files.writeString(
        program,
        """
        public class Sum {
          public static void main(String[] args) {
            long @io.offheap.OffHeap [] a = new long[100_000];
            for (int i = 0; i < a.length; i++) a[i] = i;
            long sum = 0;
            for (int i = 0; i < a.length; i++) sum += a[i];
            System.out.println(sum + " " + (io.offheap.array.ArrayMemory.heap().statistics().usedBytes() > 0));
          }
        }
        """);
    Programs.compile(folder, List.of(provider, program), "--release", "25");
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(
        services.resolve("io.offheap.allocator.ByteAllocatorProvider"),
        "Own" + System.lineSeparator());
  }

  private static ChildJvm.Result sum(String options) {
    return ChildJvm.java(ChildJvm.agent(options), "-cp", folder.toString(), "Sum");
  }

  @Test
  void ownAllocator_servesTheArrays() {
    ChildJvm.Result result = sum("allocator=own,min=0");
    assertThat(result.out().lines()).containsExactly("made", "4999950000 true");
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
  }

  @Test
  void otherNames_areRefusedWithThoseThatThereAre() {
    ChildJvm.Result result = sum("allocator=other");
    assertThat(result.err())
        .contains(
            "expected one of buddy, heap, heap+buddy, heap+own, heap+slab, heap+tlsf, own, slab, tlsf");
    assertThat(result.out()).doesNotContain("4999950000");
  }
}
