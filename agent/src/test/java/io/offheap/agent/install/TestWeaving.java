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
  private final NestMarks nests = new NestMarks(Designations.NONE);
  private final MarkedOwners owners = new MarkedOwners(Designations.NONE);
  private final ClassWeaving weaving;

  /**
   * @param minBytes the gate of the verdict engine
   */
  public TestWeaving(long minBytes) {
    this(minBytes, "");
  }

  /**
   * @param options of the agent
   */
  TestWeaving(long minBytes, String options) {
    try {
      weaving =
          new ClassWeaving(
              AgentOptions.parse(options, Map.of()),
              new VerdictEngine(Designations.NONE, minBytes),
              VerdictReport.open(null, verdicts::add),
              new RuntimeVisibility(PrimitiveArray.class));
    } catch (IOException | OptionException e) {
      throw new AssertionError(e);
    }
  }

  /** What the JVM would see of a class that {@code loader} loads. */
  public byte[] weave(ClassLoader loader, String internalName, byte[] classFile) {
    ConstantPoolScan.Found found = ConstantPoolScan.scan(classFile);
    boolean concernsUs =
        switch (found) {
          case NOTHING -> false;
          case ANNOTATION -> true;
          case NAMES_ARRAYS -> owners.areNamedBy(loader, classFile);
          case SHARES_ARRAYS ->
              nests.areNear(loader, classFile) || owners.areNamedBy(loader, classFile);
        };
    if (!concernsUs) {
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
