package io.offheap.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application in a named module, which needs the annotation only to be compiled. */
class ModulesIT {
  private static final Path CORE = Path.of("../core/target/offheap-core.jar");

  @TempDir static Path folder;

  @BeforeAll
  static void compile() throws IOException {
    Path module =
        Files.writeString(
            folder.resolve("module-info.java"), "module app { requires static io.offheap.core; }");
    Path main = folder.resolve("Main.java");
    Files.writeString(
        main,
        """
        package app;
        public class Main {
          private static long @io.offheap.OffHeap [] values = new long[5000];
          public static void main(String[] args) {
            values[4] = 3;
            System.out.println(Main.class.getModule() + " " + values[4]);
          }
        }
        """);
    Programs.compile(
        folder.resolve("app"), List.of(module, main), "--module-path", CORE.toString());
  }

  private static String verdictOf(String modulePath, String... more) throws IOException {
    Path verdicts = folder.resolve("verdicts.json");
    List<String> arguments =
        new java.util.ArrayList<>(
            List.of(ChildJvm.agent("min=0,verdicts=" + verdicts), "--module-path", modulePath));
    arguments.addAll(List.of(more));
    arguments.addAll(List.of("-m", "app/app.Main"));
    ChildJvm.Result result = ChildJvm.java(arguments.toArray(String[]::new));
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualTo("module app 3\n");
    return Files.readString(verdicts);
  }

  @Test
  void arraysOfANamedModule_move() throws IOException {
    assertThat(verdictOf(folder.resolve("app").toString())).contains("\"verdict\":\"MOVED\"");
  }

  @Test
  void coreAsAModuleOfTheApplication_breaksNothing() throws IOException {
    String path = folder.resolve("app") + System.getProperty("path.separator") + CORE;
    assertThat(verdictOf(path, "--add-modules", "io.offheap.core"))
        .contains("\"site\":\"app.Main.");
  }
}
