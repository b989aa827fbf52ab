package io.offheap.profiles.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.offheap.profiles.SyntheticRecording;
import io.offheap.profiles.jmc.ItemFacts;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmc.common.item.IItemCollection;
import org.openjdk.jmc.flightrecorder.JfrLoaderToolkit;

/** The page that the jar writes, in a browser. Skipped where there is no Chromium. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageIT {
  private static final Path JAR = Path.of(System.getProperty("offheap.profiles.jar"));
  private static final Pattern NUMBER =
      Pattern.compile("<data value=\"([^\"]*)\" data-key=\"([^\"]*)\">([^<]*)</data>");

  /** What depends on times, whose nanoseconds the two parsers round differently. */
  private static final Pattern TIMED =
      Pattern.compile("span|slope|left|gap|longest|total|pause|OffHeapGrowthLatency.share");

  private final List<Figure> numbers = new ArrayList<>();
  private Browser.Page page = new Browser.Page("", "");
  private String source = "";
  private IItemCollection items;

  private record Figure(String key, double value, String text) {}

  @BeforeAll
  void open(@TempDir Path folder) throws Exception {
    Optional<Browser> browser = Browser.find(folder);
    assumeTrue(browser.isPresent(), "no Chromium here: apt-get install chromium");
    Path recording = SyntheticRecording.write(folder.resolve("a.jfr"));
    Path html = folder.resolve("a.html");
    Process report =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                JAR.toString(),
                "report",
                recording.toString(),
                "-o",
                html.toString())
            .inheritIO()
            .start();
    assertThat(report.waitFor()).isZero();
    source = Files.readString(html, StandardCharsets.UTF_8);
    page = browser.get().open(html);
    items = JfrLoaderToolkit.loadEvents(recording.toFile());
    Matcher matcher = NUMBER.matcher(page.document());
    while (matcher.find()) {
      numbers.add(
          new Figure(matcher.group(2), Double.parseDouble(matcher.group(1)), matcher.group(3)));
    }
  }

  @Test
  void charts_areDrawnWithoutScriptErrors() {
    assertThat(page.document()).contains("data-errors=\"0\"");
    assertThat(page.console()).doesNotContain("Uncaught").doesNotContain("Refused to");
    Matcher drawn = Pattern.compile("data-charts=\"(\\d+)\"").matcher(page.document());
    assertThat(drawn.find()).isTrue();
    // Used, committed, limit, allocated, freed, fallbacks, refusals, and a mark for each of the ten
    // growths.
    assertThat(Integer.parseInt(drawn.group(1))).isEqualTo(17);
    assertThat(page.document())
        .contains("<div class=\"flame\"")
        .contains("<button type=\"button\">Live</button>");
  }

  @Test
  void page_asksNoNetwork() {
    String addresses = source.replace("http://www.w3.org/2000/svg", ""); // a name, never asked
    assertThat(addresses)
        .doesNotContain("http:")
        .doesNotContain("https:")
        .doesNotContain("@import");
    assertThat(source).contains("default-src 'none'");
  }

  @Test
  void page_isLightOrDarkAsTheSystemIs(@TempDir Path pictures) throws Exception {
    Browser browser = Browser.find(pictures).orElseThrow();
    Path file = Files.writeString(pictures.resolve("page.html"), source);
    assertThat(brightness(browser, file, pictures.resolve("light.png"), false)).isGreaterThan(200);
    assertThat(brightness(browser, file, pictures.resolve("dark.png"), true)).isLessThan(60);
  }

  /** Of the page's background, 0 to 255. */
  private static int brightness(Browser browser, Path file, Path picture, boolean dark)
      throws Exception {
    browser.screenshot(file, picture, dark, 800, 600);
    BufferedImage image = ImageIO.read(picture.toFile());
    return new Color(image.getRGB(2, image.getHeight() / 2)).getGreen();
  }

  /** The sums and peaks by Mission Control's own parser and arithmetic. */
  @Test
  void sums_areThoseOfAnotherRoute() {
    Map<String, Double> expected = new SecondRoute(items).numbers();
    Set<String> seen = new HashSet<>();
    for (Figure number : numbers) {
      Double value = expected.get(number.key());
      if (value == null) continue;
      seen.add(number.key());
      assertThat(number.value()).as(number.key()).isCloseTo(value, within(1e-9 * value + 1e-12));
    }
    assertThat(seen).isEqualTo(expected.keySet());
  }

  /** All numbers, when Mission Control's parser reads the recording. */
  @Test
  void everyNumber_isTheSameFromMissionControlsParser() {
    String other = HtmlReport.of(Report.of("a.jfr", ItemFacts.of(items)));
    List<Figure> expected = new ArrayList<>();
    Matcher matcher = NUMBER.matcher(other);
    while (matcher.find()) {
      expected.add(
          new Figure(matcher.group(2), Double.parseDouble(matcher.group(1)), matcher.group(3)));
    }
    assertThat(numbers).hasSameSizeAs(expected).hasSizeGreaterThan(100);
    for (int i = 0; i < expected.size(); i++) {
      Figure number = numbers.get(i);
      assertThat(number.key()).isEqualTo(expected.get(i).key());
      double value = expected.get(i).value();
      double tolerance = TIMED.matcher(number.key()).find() ? 1e-6 + Math.abs(value) * 1e-3 : 0;
      assertThat(number.value()).as(number.key()).isCloseTo(value, within(tolerance));
    }
  }

  /** A number that is not a data element could not be checked. */
  @Test
  void everyNumberOfTheMainPart_isMarked() {
    String main = source.substring(source.indexOf("<main"), source.indexOf("</main>"));
    String rest =
        main.replaceAll("(?s)<data [^>]*>[^<]*</data>", "")
            .replaceAll("(?s)<code>.*?</code>", "")
            .replaceAll("(?s)<td>(?!<)[^<]*</td>", "")
            .replaceAll("(?s)<[^>]*>", " ");
    assertThat(Pattern.compile("\\d").matcher(rest).results().map(hit -> around(rest, hit.start())))
        .isEmpty();
  }

  private static String around(String text, int index) {
    return text.substring(Math.max(0, index - 40), Math.min(text.length(), index + 40));
  }
}
