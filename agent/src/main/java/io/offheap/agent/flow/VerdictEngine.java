package io.offheap.agent.flow;

import io.offheap.agent.code.ClassFiles;
import io.offheap.agent.site.ConstantPoolScan;
import io.offheap.agent.site.Designations;
import io.offheap.agent.site.MarkResolver;
import io.offheap.agent.site.Marks;
import io.offheap.agent.verdict.Reason;
import io.offheap.agent.verdict.SiteVerdict;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Function;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;

/**
 * From the bytes of a class file to its verdicts. Neither needs an agent nor loads a class.
 * Thread-safe.
 */
public final class VerdictEngine {
  private final Designations designations;
  private final long minBytes;
  private final Mentions.Cache mentions = new Mentions.Cache();

  /**
   * @param designations marks from outside
   * @param minBytes arrays below this size gain nothing from moving
   */
  public VerdictEngine(Designations designations, long minBytes) {
    this.designations = designations;
    this.minBytes = minBytes;
  }

  /**
   * A class and what was proved of it and its nest.
   *
   * @param flow of the class itself
   */
  public record Analysis(ClassNode node, ClassFlow flow, NestAnalysis nest) {
    /** The verdict on each site of the class. */
    public List<SiteVerdict> verdicts() {
      return flow.verdicts();
    }
  }

  /**
   * Analyses a class together with its nest.
   *
   * @param classFile its bytes
   * @param files where its nest mates and supertypes are found
   * @throws IllegalArgumentException if the class file has a format that is not known
   */
  public Analysis analyze(byte[] classFile, ClassFiles files) {
    ClassNode node = read(classFile);
    IdentityHashMap<ClassNode, Marks> resolved = new IdentityHashMap<>();
    Function<ClassNode, Marks> marks =
        owner -> resolved.computeIfAbsent(owner, o -> MarkResolver.resolve(o, designations));
    Nest nest = Neighbours.join(Nest.of(node, files), files, marks, this::mayBeMarked, mentions);
    return analysis(node, nest, files, marks);
  }

  /**
   * Analyses a class as if its nest mates could not be read: only what they cannot reach moves.
   *
   * @param reason the internal name of a mate that is in the way
   */
  public Analysis analyzeAlone(byte[] classFile, ClassFiles files, String reason) {
    ClassNode node = read(classFile);
    return analysis(
        node, Nest.alone(node, reason), files, owner -> MarkResolver.resolve(owner, designations));
  }

  /**
   * A class without any proof: each of its sites stays for the same reason.
   *
   * @throws IllegalArgumentException if the class file has a format that is not known
   */
  public ClassFlow unproved(byte[] classFile, Reason reason, String detail) {
    ClassNode node = read(classFile);
    return NestAnalysis.unproved(node, MarkResolver.resolve(node, designations), reason, detail);
  }

  private boolean mayBeMarked(String className, byte[] classFile) {
    return designations.name(className) || ConstantPoolScan.mentionsAnnotation(classFile);
  }

  private Analysis analysis(
      ClassNode node, Nest nest, ClassFiles files, Function<ClassNode, Marks> marks) {
    NestAnalysis analysis = NestAnalysis.analyze(nest, marks, files, minBytes);
    return new Analysis(node, analysis.of(node.name), analysis);
  }

  private static ClassNode read(byte[] classFile) {
    ClassNode node = new ClassNode();
    new ClassReader(classFile).accept(node, ClassReader.EXPAND_FRAMES);
    return node;
  }
}
