package io.offheap.profiles.jmc;

import io.offheap.profiles.rules.Finding;
import io.offheap.profiles.rules.Measure;
import io.offheap.profiles.rules.Rule;
import io.offheap.profiles.rules.Severity;
import io.offheap.profiles.rules.Threshold;
import io.offheap.profiles.rules.Unit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmc.common.item.IItemCollection;
import org.openjdk.jmc.common.unit.ContentType;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.unit.LinearUnit;
import org.openjdk.jmc.common.unit.UnitLookup;
import org.openjdk.jmc.common.util.IPreferenceValueProvider;
import org.openjdk.jmc.common.util.TypedPreference;
import org.openjdk.jmc.flightrecorder.rules.AbstractRule;
import org.openjdk.jmc.flightrecorder.rules.IResult;
import org.openjdk.jmc.flightrecorder.rules.IResultValueProvider;
import org.openjdk.jmc.flightrecorder.rules.ResultBuilder;
import org.openjdk.jmc.flightrecorder.rules.TypedResult;
import org.openjdk.jmc.flightrecorder.rules.util.RulesToolkit.EventAvailability;

/** One of our rules as one of Mission Control's. Thresholds are preferences, measures results. */
public abstract class OffHeapRule extends AbstractRule {
  /** The topic of all of them; pages name it to show their results. */
  public static final String TOPIC = "offheap";

  private final Rule rule;
  private final Map<Threshold, TypedPreference<IQuantity>> preferences;
  private final Map<Measure, TypedResult<?>> results;

  /**
   * Makes the rule.
   *
   * @param requiredEvent without which Mission Control need not ask the rule; empty if there is
   *     none
   */
  OffHeapRule(Rule rule, String requiredEvent) {
    this(rule, requiredEvent, preferences(rule), results(rule));
  }

  private OffHeapRule(
      Rule rule,
      String requiredEvent,
      Map<Threshold, TypedPreference<IQuantity>> preferences,
      Map<Measure, TypedResult<?>> results) {
    super(
        rule.id(),
        rule.name(),
        TOPIC,
        List.copyOf(preferences.values()),
        withScore(results),
        requiredEvent.isEmpty() ? Map.of() : Map.of(requiredEvent, EventAvailability.AVAILABLE));
    this.rule = rule;
    this.preferences = preferences;
    this.results = results;
  }

  @Override
  protected IResult getResult(
      IItemCollection items, IPreferenceValueProvider values, IResultValueProvider others) {
    Finding finding =
        rule.evaluate(
            ItemFacts.of(items),
            threshold -> {
              TypedPreference<IQuantity> preference = preferences.get(threshold);
              if (preference == null) return threshold.defaultValue();
              return values.getPreferenceValue(preference).doubleValueIn(unit(threshold.unit()));
            });
    ResultBuilder result =
        ResultBuilder.createFor(this, values)
            .setSeverity(severity(finding.severity()))
            .setSummary(finding.summary())
            .setExplanation(finding.explanation())
            .setSolution(finding.solution());
    if (finding.severity() != Severity.NOT_APPLICABLE) {
      result.addResult(TypedResult.SCORE, UnitLookup.NUMBER_UNITY.quantity(finding.score()));
    }
    finding.results().forEach((measure, value) -> add(result, measure, value));
    return result.build();
  }

  @SuppressWarnings("unchecked") // results() made the type from the unit
  private void add(ResultBuilder result, Measure measure, Object value) {
    TypedResult<?> key = results.get(measure);
    if (value instanceof String text) {
      result.addResult((TypedResult<String>) key, text);
    } else {
      result.addResult((TypedResult<IQuantity>) key, unit(measure.unit()).quantity((Number) value));
    }
  }

  private static Map<Threshold, TypedPreference<IQuantity>> preferences(Rule rule) {
    Map<Threshold, TypedPreference<IQuantity>> preferences = new LinkedHashMap<>();
    for (Threshold threshold : rule.thresholds()) {
      LinearUnit unit = unit(threshold.unit());
      preferences.put(
          threshold,
          new TypedPreference<>(
              threshold.id(),
              threshold.name(),
              threshold.description(),
              unit.getContentType(),
              unit.quantity(threshold.defaultValue())));
    }
    return preferences;
  }

  private static Map<Measure, TypedResult<?>> results(Rule rule) {
    Map<Measure, TypedResult<?>> results = new LinkedHashMap<>();
    for (Measure measure : rule.measures()) {
      results.put(measure, result(measure));
    }
    return results;
  }

  private static TypedResult<?> result(Measure measure) {
    if (measure.unit() == Unit.TEXT) {
      return new TypedResult<>(
          measure.id(), measure.name(), measure.name(), UnitLookup.PLAIN_TEXT, String.class);
    }
    ContentType<IQuantity> type = unit(measure.unit()).getContentType();
    return new TypedResult<>(measure.id(), measure.name(), measure.name(), type, IQuantity.class);
  }

  private static List<TypedResult<?>> withScore(Map<Measure, TypedResult<?>> results) {
    List<TypedResult<?>> all = new ArrayList<>(results.values());
    all.add(TypedResult.SCORE);
    return all;
  }

  private static LinearUnit unit(Unit unit) {
    return switch (unit) {
      case BYTES -> UnitLookup.BYTE;
      case SHARE -> UnitLookup.PERCENT_UNITY;
      case SECONDS -> UnitLookup.SECOND;
      case COUNT -> UnitLookup.NUMBER_UNITY;
      case TEXT -> throw new IllegalArgumentException("text has no unit");
    };
  }

  private static org.openjdk.jmc.flightrecorder.rules.Severity severity(Severity severity) {
    return switch (severity) {
      case NOT_APPLICABLE -> org.openjdk.jmc.flightrecorder.rules.Severity.NA;
      case OK -> org.openjdk.jmc.flightrecorder.rules.Severity.OK;
      case INFO -> org.openjdk.jmc.flightrecorder.rules.Severity.INFO;
      case WARNING -> org.openjdk.jmc.flightrecorder.rules.Severity.WARNING;
    };
  }
}
