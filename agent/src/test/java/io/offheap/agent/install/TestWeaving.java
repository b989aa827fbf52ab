package io.offheap.agent.install;

import io.offheap.agent.flow.VerdictEngine;
import io.offheap.agent.options.AgentOptions;
import io.offheap.agent.options.OptionException;
import io.offheap.agent.report.VerdictReport;
import io.offheap.agent.site.ConstantPoolScan;
import io.offheap.agent.site.Designations;
import io.offheap.agent.site.MarkedOwners;
import io.offheap.agent.site.NestMarks;
import io.offheap.agent.verdict.SiteVerdict;
import io.offheap.array.PrimitiveArray;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Weaves classes in this process exactly as the agent does. Thread-safe. */
public final class TestWeaving {
  private final List<SiteVerdict> verdicts = new CopyOnWriteArrayList<>();
  private final Designations designations;
  private final NestMarks nests;
  private final MarkedOwners owners;
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
    this.designations = designations;
    nests = new NestMarks(designations);
    owners = new MarkedOwners(designations);
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
    if (!concernsUs(loader, internalName, classFile)) {
      return classFile;
    }
    byte[] woven = weaving.weave(loader, internalName, null, classFile);
    return woven == null ? classFile : woven;
  }

  private boolean concernsUs(ClassLoader loader, String internalName, byte[] classFile) {
    return designations.name(internalName)
        || switch (ConstantPoolScan.scan(classFile)) {
          case NOTHING -> false;
          case ANNOTATION -> true;
          case NAMES_ARRAYS -> owners.areNamedBy(loader, classFile);
          case SHARES_ARRAYS ->
              nests.areNear(loader, classFile) || owners.areNamedBy(loader, classFile);
        };
  }

  /** The verdicts so far. */
  public List<SiteVerdict> verdicts() {
    return verdicts;
  }
}
