package io.offheap.profiles.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.offheap.profiles.SyntheticRecording;
import io.offheap.profiles.facts.FactsOfFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page without a mouse, in a real browser. Skipped where there is no Chromium. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyboardIT {
  private static final int MOST_STOPS = 200;

  /** What can be reached, in the order of the document; of the flame graph one button at a time. */
  private static final String STOPS =
      "[...document.querySelectorAll('a[href], button, input, summary, [tabindex]')]"
          + ".filter(e => e.tabIndex >= 0 && e.checkVisibility())";

  private DevTools page;

  @BeforeAll
  void open(@TempDir Path folder) throws Exception {
    Optional<Browser> found = Browser.find(folder);
    assumeTrue(found.isPresent(), "no Chromium here: apt-get install chromium");
    Path recording = SyntheticRecording.write(folder.resolve("a.jfr"));
    String html = HtmlReport.of(Report.of("a.jfr", FactsOfFile.read(recording)));
    Path file = Files.writeString(folder.resolve("a.html"), html, StandardCharsets.UTF_8);
    page = found.get().drive(file);
  }

  @AfterAll
  void close() {
    if (page != null) page.close();
  }

  @BeforeEach
  void startAtTheTop() throws Exception {
    page.evaluate("document.activeElement.blur(), getSelection().removeAllRanges()");
    page.evaluate("history.replaceState(null, '', location.pathname), scrollTo(0, 0)");
    page.evaluate("document.querySelectorAll('details').forEach(e => e.open = false)");
  }

  private void focus(String selector) throws Exception {
    page.evaluate("document.querySelector('" + selector + "').focus()");
    // A key, so that the browser knows how the reader goes about.
    page.pressWithShift("Tab");
    page.press("Tab");
    assertThat(page.evaluate("document.activeElement.matches('" + selector + "')"))
        .as(selector)
        .isEqualTo("true");
  }

  @Test
  void tab_reachesEverythingInOrderAndIsSeen() throws Exception {
    page.evaluate("window.stops = " + STOPS + ", document.querySelector('.skip').focus()");
    page.pressWithShift("Tab");
    int count = Integer.parseInt(page.evaluate("stops.length"));
    assertThat(count).isBetween(30, MOST_STOPS);
    List<Integer> reached = new ArrayList<>();
    for (int i = 0; i < MOST_STOPS && reached.size() < count; i++) {
      page.press("Tab");
      int stop = Integer.parseInt(page.evaluate("stops.indexOf(document.activeElement)"));
      if (stop < 0) continue; // the browser stops at what scrolls, too
      reached.add(stop);
      assertThat(
              page.evaluate(
                  "document.activeElement.matches(':focus-visible') + ' ' +"
                      + " (parseFloat(getComputedStyle(document.activeElement).outlineWidth) >= 2)"
                      + " + ' ' + (getComputedStyle(document.activeElement).outlineStyle !== 'none')"))
          .as(page.evaluate("document.activeElement.outerHTML.slice(0, 100)"))
          .isEqualTo("true true true");
    }
    assertThat(reached).hasSize(count).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void skipLink_showsAndLeadsToTheAnswers() throws Exception {
    focus(".skip");
    assertThat(page.evaluate("document.activeElement.getBoundingClientRect().left >= 0"))
        .isEqualTo("true");
    page.press("Enter");
    page.await("location.hash === '#main'");
    page.press("Tab");
    assertThat(page.evaluate("document.activeElement.closest('.card') !== null")).isEqualTo("true");
  }

  @Test
  void linkOfAnAnswer_opensItsRule() throws Exception {
    focus("#answer-waste a");
    String rule = page.evaluate("document.activeElement.hash");
    page.press("Enter");
    page.await("document.querySelector('" + rule + "').open");
  }

  @Test
  void rule_opensAndCloses() throws Exception {
    focus(".rule:not([open]) summary");
    page.press("Enter");
    page.await("document.activeElement.parentElement.open");
    page.press("Enter");
    page.await("!document.activeElement.parentElement.open");
  }

  @Test
  void chart_readsItsValues() throws Exception {
    focus("[data-chart=memory] svg");
    String readout = "document.querySelector('[data-chart=memory] .readout').textContent";
    page.press("ArrowRight");
    String first = page.evaluate(readout);
    assertThat(first).contains("Used 300.0 MB", "Committed 900.0 MB", "Limit 1.0 GB");
    page.press("ArrowRight");
    assertThat(page.evaluate(readout)).contains("Used 310.0 MB");
    page.pressWithShift("ArrowRight");
    assertThat(page.evaluate(readout)).contains("Used 410.0 MB");
    page.press("End");
    assertThat(page.evaluate(readout)).contains("Used 690.0 MB");
    page.press("ArrowLeft");
    assertThat(page.evaluate(readout)).contains("Used 680.0 MB");
    page.press("Home");
    assertThat(page.evaluate(readout)).isEqualTo(first);
    page.press("Escape");
    assertThat(page.evaluate(readout)).isEmpty();
  }

  @Test
  void flameGraph_movesAndZooms() throws Exception {
    focus(".flame button[tabindex=\"0\"]");
    String frames = "document.querySelectorAll('.flame button').length";
    int all = Integer.parseInt(page.evaluate(frames));
    String root = page.evaluate("document.activeElement.ariaLabel");
    page.press("ArrowDown");
    page.press("ArrowDown");
    String below = page.evaluate("document.activeElement.ariaLabel");
    assertThat(below).isNotEqualTo(root);
    assertThat(page.evaluate("document.querySelector('.flame-readout').textContent"))
        .isEqualTo(below);
    // As deep as it goes, where there is a type, and the sibling beside it.
    for (int i = 0; i < 100; i++) page.press("ArrowDown");
    String leaf = page.evaluate("document.activeElement.ariaLabel");
    page.press("ArrowRight");
    page.press("ArrowLeft");
    page.press("Enter");
    assertThat(Integer.parseInt(page.evaluate(frames))).isLessThanOrEqualTo(all);
    assertThat(page.evaluate("document.activeElement.style.width")).isEqualTo("100%");
    for (int i = 0; i < 100; i++) page.press("Escape");
    assertThat(page.evaluate("document.activeElement.ariaLabel")).isEqualTo(root);
    assertThat(page.evaluate(frames)).isEqualTo(String.valueOf(all));
    assertThat(leaf).isNotEqualTo(root);
  }

  @Test
  void tableHead_sorts() throws Exception {
    String button = "#sites th:nth-child(3) button";
    String values =
        "[...document.querySelectorAll('#sites tbody td:nth-child(3) data')].map(e => e.value)";
    focus(button);
    page.press("Enter");
    assertThat(page.evaluate("document.activeElement.parentElement.ariaSort"))
        .isEqualTo("descending");
    String descending = page.evaluate(values);
    page.press("Enter");
    assertThat(page.evaluate("document.activeElement.parentElement.ariaSort"))
        .isEqualTo("ascending");
    assertThat(page.evaluate(values + ".reverse()")).isEqualTo(descending);
    assertThat(descending).isNotEqualTo(page.evaluate(values));
  }

  /** Of every text against what is behind it, by the formula of WCAG 2, level AA. */
  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void textIsReadable(String scheme) throws Exception {
    page.prefer(scheme);
    page.evaluate("document.querySelectorAll('details').forEach(e => e.open = true)");
    String low =
        page.evaluate(
            """
            (() => {
              const rgb = text => text.match(/[\\d.]+/g).map(Number);
              const part = c => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
              const light = ([r, g, b]) => 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
              const behind = e => {
                for (; e; e = e.parentElement) {
                  const color = rgb(getComputedStyle(e).backgroundColor);
                  if (color.length === 3 || color[3] === 1) return color;
                }
                return [255, 255, 255];
              };
              const low = [];
              window.texts = 0;
              const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
              for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                const e = node.parentElement;
                if (!node.data.trim() || !e.checkVisibility() || e.matches('script')) continue;
                window.texts++;
                const style = getComputedStyle(e);
                const front = rgb(e.closest('svg') ? style.fill : style.color);
                const [a, b] = [light(front), light(behind(e))];
                const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
                if (ratio < 4.5) low.push(node.data.trim().slice(0, 30) + ' ' + ratio.toFixed(2));
              }
              return [...new Set(low)].join('; ');
            })()
            """);
    assertThat(low).isEmpty();
    assertThat(Integer.parseInt(page.evaluate("texts"))).isGreaterThan(150);
    // And the scheme is what was asked for.
    assertThat(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        .isEqualTo(scheme.equals("light") ? "rgb(246, 247, 249)" : "rgb(16, 21, 29)");
  }
}
