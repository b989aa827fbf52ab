package io.offheap.profiles.jmc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.offheap.profiles.SyntheticRecording;
import io.offheap.profiles.facts.EventNames;
import io.offheap.profiles.facts.FactsOfFile;
import io.offheap.profiles.facts.RecordingFacts;
import io.offheap.profiles.rules.Finding;
import io.offheap.profiles.rules.Rule;
import io.offheap.profiles.rules.Rules;
import io.offheap.profiles.rules.Threshold;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.RunnableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmc.common.item.IItemCollection;
import org.openjdk.jmc.common.item.ItemFilters;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.util.IPreferenceValueProvider;
import org.openjdk.jmc.common.util.TypedPreference;
import org.openjdk.jmc.flightrecorder.JfrLoaderToolkit;
import org.openjdk.jmc.flightrecorder.rules.IResult;
import org.openjdk.jmc.flightrecorder.rules.IRule;
import org.openjdk.jmc.flightrecorder.rules.ResultProvider;
import org.openjdk.jmc.flightrecorder.rules.ResultToolkit;
import org.openjdk.jmc.flightrecorder.rules.RuleRegistry;
import org.openjdk.jmc.flightrecorder.rules.Severity;
import org.openjdk.jmc.flightrecorder.rules.report.html.JfrHtmlRulesReport;
import org.openjdk.jmc.flightrecorder.rules.util.RulesToolkit;

/** The rules in Mission Control's core, without its user interface. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MissionControlTest {
  private IItemCollection items;
  private RecordingFacts facts;

  @BeforeAll
  void record(@TempDir Path folder) throws Exception {
    Path file = SyntheticRecording.write(folder.resolve("a.jfr"));
    items = JfrLoaderToolkit.loadEvents(file.toFile());
    facts = FactsOfFile.read(file);
  }

  @Test
  void registry_hasAllRules() {
    assertThat(ours()).extracting(IRule::getId).containsExactlyInAnyOrderElementsOf(ids());
  }

  @Test
  void bothParsers_findTheSameFacts() {
    assertThat(FactsOfFile.comparable(ItemFacts.of(items)))
        .isEqualTo(FactsOfFile.comparable(facts));
  }

  @Test
  void results_areThoseOfTheCommandLine() throws Exception {
    Map<String, IResult> results = evaluate(IPreferenceValueProvider.DEFAULT_VALUES);
    assertThat(results).hasSize(12);
    for (Finding finding : Rules.evaluate(facts)) {
      IResult result = requireNonNull(results.get(finding.rule().id()));
      assertThat(result.getSeverity().name())
          .as(finding.rule().id())
          .isEqualTo(
              finding.severity() == io.offheap.profiles.rules.Severity.NOT_APPLICABLE
                  ? "NA"
                  : finding.severity().name());
      String summary = ResultToolkit.populateMessage(result, result.getSummary(), false);
      assertThat(summary).as("all places are filled").doesNotContain("{").isNotEmpty();
    }
  }

  /** Each preference decides, at least when the others of its rule are out of the way. */
  @Test
  void preferences_decide() throws Exception {
    List<String> without = new ArrayList<>();
    for (IRule rule : ours()) {
      for (TypedPreference<?> preference : rule.getConfigurationAttributes()) {
        if (!decides(rule, preference)) without.add(preference.getIdentifier());
      }
    }
    assertThat(without).isEmpty();
  }

  private boolean decides(IRule rule, TypedPreference<?> preference) throws Exception {
    IItemCollection unsampled =
        items.apply(ItemFilters.not(ItemFilters.type(EventNames.ALLOCATION_SAMPLE)));
    for (IItemCollection some : List.of(items, unsampled)) {
      for (double others : new double[] {1, 1e-9, 1e9}) {
        Severity low = severity(rule, some, preference, 1e-9, others);
        Severity high = severity(rule, some, preference, 1e12, others);
        if (low != high) return true;
      }
    }
    return false;
  }

  private static Severity severity(
      IRule rule,
      IItemCollection some,
      TypedPreference<?> changed,
      double factor,
      double otherFactor)
      throws Exception {
    IPreferenceValueProvider values =
        new IPreferenceValueProvider() {
          @Override
          @SuppressWarnings("unchecked") // all of ours are quantities
          public <T> T getPreferenceValue(TypedPreference<T> preference) {
            IQuantity value = (IQuantity) preference.getDefaultValue();
            return (T) value.multiply(preference.equals(changed) ? factor : otherFactor);
          }
        };
    RunnableFuture<IResult> evaluation = rule.createEvaluation(some, values, new ResultProvider());
    evaluation.run();
    return evaluation.get().getSeverity();
  }

  @Test
  void thresholds_arePreferences() {
    List<String> expected =
        Rules.all().stream().flatMap(it -> it.thresholds().stream()).map(Threshold::id).toList();
    assertThat(ours().stream().flatMap(rule -> rule.getConfigurationAttributes().stream()))
        .extracting(TypedPreference::getIdentifier)
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void missionControlsOwnReport_hasOurResults() {
    String page = JfrHtmlRulesReport.createReport(items);
    assertThat(page).contains("OffHeapPressure").contains("Off-Heap Memory Pressure");
  }

  private Map<String, IResult> evaluate(IPreferenceValueProvider values) throws Exception {
    Map<String, IResult> results = new HashMap<>();
    for (Map.Entry<IRule, Future<IResult>> entry :
        RulesToolkit.evaluateParallel(ours(), items, values, 0).entrySet()) {
      results.put(entry.getKey().getId(), entry.getValue().get());
    }
    return results;
  }

  private static List<IRule> ours() {
    Collection<IRule> rules = RuleRegistry.getRules();
    return rules.stream().filter(rule -> rule.getTopic().equals(OffHeapRule.TOPIC)).toList();
  }

  private static List<String> ids() {
    return Rules.all().stream().map(Rule::id).toList();
  }
}
