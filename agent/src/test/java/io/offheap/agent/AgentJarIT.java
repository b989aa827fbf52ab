package io.offheap.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** What is in the agent's jar, which is on the class path of every program that it serves. */
class AgentJarIT {
  @Test
  void classes_areOursOrRelocated() throws IOException {
    try (JarFile jar = new JarFile(ChildJvm.agentJar().toFile())) {
      List<String> strangers =
          jar.stream()
              .map(entry -> entry.getName())
              .filter(name -> !name.endsWith("/"))
              .filter(name -> !name.startsWith("io/offheap/") && !name.startsWith("META-INF/"))
              .toList();
      assertThat(strangers).isEmpty();
      assertThat(jar.stream().map(entry -> entry.getName()))
          .contains(
              "io/offheap/OffHeap.class",
              "io/offheap/array/LongArray.class",
              "io/offheap/agent/shaded/asm/ClassReader.class",
              "io/offheap/agent/shaded/bytebuddy/ByteBuddy.class")
          .doesNotContain("module-info.class");
    }
  }

  @Test
  void manifest_namesTheEntryAndClaimsNothingMore() throws IOException {
    try (JarFile jar = new JarFile(ChildJvm.agentJar().toFile())) {
      Attributes manifest = jar.getManifest().getMainAttributes();
      assertThat(manifest.getValue("Premain-Class")).isEqualTo("io.offheap.agent.OffHeapAgent");
      assertThat(manifest.getValue("Main-Class")).isEqualTo("io.offheap.agent.OffHeapAgent");
      assertThat(manifest.getValue("Can-Retransform-Classes")).isEqualTo("false");
      assertThat(manifest.getValue("Boot-Class-Path")).isNull();
      assertThat(manifest.getValue("Agent-Class")).isNull();
    }
  }
}
