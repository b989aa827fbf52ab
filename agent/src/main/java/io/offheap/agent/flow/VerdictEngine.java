package io.offheap.agent.flow;

import io.offheap.agent.code.ClassFiles;
import io.offheap.agent.site.Designations;
import io.offheap.agent.site.MarkResolver;
import io.offheap.agent.verdict.SiteVerdict;
import java.util.List;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;

/**
 * From the bytes of a class file to its verdicts. Neither needs an agent nor loads a class.
 * Thread-safe.
 */
public final class VerdictEngine {
  private final Designations designations;
  private final long minBytes;

  /**
   * @param designations marks from outside
   * @param minBytes arrays below this size gain nothing from moving
   */
  public VerdictEngine(Designations designations, long minBytes) {
    this.designations = designations;
    this.minBytes = minBytes;
  }

  /** A class and what was proved of it. */
  public record Analysis(ClassNode node, ClassFlow flow) {
    /** The verdict on each site of the class. */
    public List<SiteVerdict> verdicts() {
      return flow.verdicts();
    }
  }

  /**
   * Analyses one class.
   *
   * @param classFile its bytes
   * @param files where its nest mates and supertypes are found
   * @throws IllegalArgumentException if the class file has a format that is not known
   */
  public Analysis analyze(byte[] classFile, ClassFiles files) {
    ClassNode node = new ClassNode();
    new ClassReader(classFile).accept(node, ClassReader.EXPAND_FRAMES);
    ClassFlow flow =
        ClassFlow.analyze(node, MarkResolver.resolve(node, designations), files, minBytes);
    return new Analysis(node, flow);
  }
}
