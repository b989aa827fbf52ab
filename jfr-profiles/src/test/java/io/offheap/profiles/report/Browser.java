package io.offheap.profiles.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Chromium without a window. */
final class Browser {
  private final Path program;
  private final Path folder;

  private Browser(Path program, Path folder) {
    this.program = program;
    this.folder = folder;
  }

  /** The browser of this machine, if there is one. */
  static Optional<Browser> find(Path folder) {
    return Stream.of("chromium", "chromium-browser", "google-chrome")
        .flatMap(name -> Stream.of("/usr/bin/", "/usr/local/bin/").map(bin -> Path.of(bin + name)))
        .filter(Files::isExecutable)
        .findFirst()
        .map(program -> new Browser(program, folder));
  }

  /**
   * What the browser made of a page.
   *
   * @param document the page once its scripts have run
   * @param console what they said
   */
  record Page(String document, String console) {}

  /** Opens a file, lets its scripts run, and reads the document that results. */
  Page open(Path file) throws Exception {
    return run("--virtual-time-budget=5000", "--dump-dom", file.toUri().toString());
  }

  /** Takes a picture of this many pixels. */
  void screenshot(Path file, Path picture, boolean dark, int width, int height) throws Exception {
    List<String> options = new ArrayList<>();
    if (dark) options.add("--blink-settings=preferredColorScheme=0");
    options.add("--hide-scrollbars");
    options.add("--virtual-time-budget=5000");
    options.add("--window-size=" + width + "," + height);
    options.add("--screenshot=" + picture);
    options.add(file.toUri().toString());
    run(options.toArray(String[]::new));
  }

  /** Opens a file in a browser that does what the program says, until it is closed. */
  DevTools drive(Path file) throws Exception {
    return new DevTools(new ProcessBuilder(command()), file);
  }

  private List<String> command() throws IOException {
    return new ArrayList<>(
        List.of(
            program.toString(),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--enable-logging=stderr",
            "--user-data-dir=" + Files.createTempDirectory(folder, "user")));
  }

  private Page run(String... options) throws Exception {
    List<String> command = command();
    command.addAll(List.of(options));
    Path document = Files.createTempFile(folder, "document", ".html");
    Path console = Files.createTempFile(folder, "console", ".txt");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(document.toFile())
            .redirectError(console.toFile())
            .start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      throw new IOException("the browser did not end: " + command);
    }
    return new Page(text(document), text(console));
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }
}
