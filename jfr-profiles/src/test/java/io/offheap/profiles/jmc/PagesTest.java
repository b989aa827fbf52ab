package io.offheap.profiles.jmc;

import static org.assertj.core.api.Assertions.assertThat;

import io.offheap.profiles.SyntheticRecording;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmc.common.IState;
import org.openjdk.jmc.common.item.IAccessorKey;
import org.openjdk.jmc.common.item.IItemCollection;
import org.openjdk.jmc.common.item.IItemFilter;
import org.openjdk.jmc.common.item.IItemIterable;
import org.openjdk.jmc.common.item.PersistableItemFilter;
import org.openjdk.jmc.common.util.StateToolkit;
import org.openjdk.jmc.flightrecorder.JfrLoaderToolkit;

/** The pages, read by what Mission Control reads them with. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagesTest {
  private static final Pattern COLUMN =
      Pattern.compile("\\b(?:SUM|AVG|MIN|MAX)?([a-z]\\w*:[a-z]+)\\b");

  private String xml = "";
  private IItemCollection items;

  @BeforeAll
  void read(@TempDir Path folder) throws Exception {
    try (InputStream in = OffHeapRule.class.getResourceAsStream("/pages.xml")) {
      xml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    items = JfrLoaderToolkit.loadEvents(SyntheticRecording.write(folder.resolve("a.jfr")).toFile());
  }

  @Test
  void stateToolkit_readsFivePages() throws Exception {
    List<IState> pages = pages();
    assertThat(pages).hasSize(5);
    assertThat(pages).extracting(page -> page.getAttribute("id")).doesNotHaveDuplicates();
    assertThat(pages)
        .extracting(page -> page.getAttribute("factory"))
        .containsOnly("org.openjdk.jmc.flightrecorder.ui.itemhandler");
    assertThat(pages)
        .extracting(page -> page.getChild("state").getAttribute("name"))
        .allMatch(name -> name.startsWith("Off-Heap"));
  }

  @Test
  void filters_matchTheEventsOfTheirPages() throws Exception {
    for (IState page : pages()) {
      IItemFilter filter =
          PersistableItemFilter.readFrom(page.getChild("state").getChild("pageFilter"));
      assertThat(items.apply(filter).hasItems()).as(page.getAttribute("id")).isTrue();
    }
  }

  /** A column whose field or content type does not exist is silently left out. */
  @Test
  void columns_existInTheEventsOfTheirPages() throws Exception {
    String[] parts = xml.split("<page ", -1);
    List<IState> pages = pages();
    int all = 0;
    for (int i = 0; i < pages.size(); i++) {
      IItemFilter filter =
          PersistableItemFilter.readFrom(pages.get(i).getChild("state").getChild("pageFilter"));
      Set<String> attributes = attributes(items.apply(filter));
      List<String> columns = columns(parts[i + 1]);
      all += columns.size();
      assertThat(attributes).as(pages.get(i).getAttribute("id")).containsAll(columns);
    }
    assertThat(all).isGreaterThan(20);
  }

  /**
   * What the application does before it draws the upper table of a page: it looks for an attribute
   * that all types of the page have, by its name without the content type. Where there is none, the
   * table and with it the span chart are silently left out.
   */
  @Test
  void histograms_areGroupedByWhatAllEventsOfTheirPagesHave() throws Exception {
    int histograms = 0;
    for (IState page : pages()) {
      IState state = page.getChild("state");
      Set<String> common =
          commonAttributes(
              items.apply(PersistableItemFilter.readFrom(state.getChild("pageFilter"))));
      IState histogram = state.getChild("histogram");
      if (histogram == null) continue;
      histograms++;
      assertThat(common).contains(histogram.getAttribute("groupBy"));
      for (IState child : histogram.getChildren("child")) {
        assertThat(child.getAttribute("parentGroupBy"))
            .isEqualTo(histogram.getAttribute("groupBy"));
        assertThat(common).contains(child.getAttribute("groupBy"));
      }
      assertThat(histogram.getChild("table").getChildren("column"))
          .extracting(column -> column.getAttribute("id"))
          .contains(histogram.getChild("table").getAttribute("sortColumn"));
    }
    assertThat(histograms).isEqualTo(3);
  }

  private static Set<String> commonAttributes(IItemCollection items) {
    List<Set<String>> types = new ArrayList<>();
    for (IItemIterable sameType : items) {
      Set<String> own = new HashSet<>();
      sameType.getType().getAccessorKeys().keySet().forEach(key -> own.add(key.getIdentifier()));
      types.add(own);
    }
    assertThat(types).isNotEmpty();
    Set<String> common = new HashSet<>(types.get(0));
    types.forEach(common::retainAll);
    return common;
  }

  @Test
  void results_areShownOnTheFirstPage() throws Exception {
    assertThat(pages().get(0).getChild("state").getChild("topic").getAttribute("value"))
        .isEqualTo(OffHeapRule.TOPIC);
  }

  private List<IState> pages() throws Exception {
    return List.of(StateToolkit.fromXMLString(xml).getChildren("page"));
  }

  /** Also read from a file, as when a user imports it. */
  @Test
  void importedFile_isRead(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("pages.xml"), xml);
    assertThat(StateToolkit.statefulFromXMLFile(file.toFile(), StandardCharsets.UTF_8)).isNotNull();
  }

  private static List<String> columns(String page) {
    List<String> columns = new ArrayList<>();
    Matcher matcher = COLUMN.matcher(page);
    while (matcher.find()) columns.add(matcher.group(1));
    return columns;
  }

  private static Set<String> attributes(IItemCollection items) {
    Set<String> attributes = new HashSet<>();
    for (IItemIterable sameType : items) {
      for (IAccessorKey<?> key : sameType.getType().getAccessorKeys().keySet()) {
        attributes.add(key.getIdentifier() + ":" + key.getContentType().getIdentifier());
      }
    }
    return attributes;
  }
}
