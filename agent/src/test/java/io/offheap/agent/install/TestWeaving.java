package io.offheap.agent.install;

import io.offheap.agent.flow.VerdictEngine;
import io.offheap.agent.options.AgentOptions;
import io.offheap.agent.options.OptionException;
import io.offheap.agent.report.VerdictReport;
import io.offheap.agent.site.Designations;
import io.offheap.agent.site.FirstLook;
import io.offheap.agent.verdict.SiteVerdict;
import io.offheap.array.PrimitiveArray;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Weaves classes in this process exactly as the agent does. Thread-safe. */
public final class TestWeaving {
  private final List<SiteVerdict> verdicts = new CopyOnWriteArrayList<>();
  private final FirstLook look;
  private final ClassWeaving weaving;

  /**
   * @param minBytes the gate of the verdict engine
   */
  public TestWeaving(long minBytes) {
    this(minBytes, Designations.NONE, "");
  }

  /**
   * @param minBytes the gate of the verdict engine
   * @param designations marks from outside
   */
  public TestWeaving(long minBytes, Designations designations) {
    this(minBytes, designations, "");
  }

  /**
   * @param options of the agent
   */
  TestWeaving(long minBytes, String options) {
    this(minBytes, Designations.NONE, options);
  }

  private TestWeaving(long minBytes, Designations designations, String options) {
    look = new FirstLook(designations);
    try {
      weaving =
          new ClassWeaving(
              AgentOptions.parse(options, Map.of()),
              new VerdictEngine(designations, minBytes),
              VerdictReport.open(null, verdicts::add),
              new RuntimeVisibility(PrimitiveArray.class));
    } catch (IOException | OptionException e) {
      throw new AssertionError(e);
    }
  }

  /** What the JVM would see of a class that {@code loader} loads. */
  public byte[] weave(ClassLoader loader, String internalName, byte[] classFile) {
    if (!look.concernsUs(loader, internalName, classFile)) {
      return classFile;
    }
    byte[] woven = weaving.weave(loader, internalName, null, classFile);
    return woven == null ? classFile : woven;
  }

  /** The verdicts so far. */
  public List<SiteVerdict> verdicts() {
    return verdicts;
  }
}
