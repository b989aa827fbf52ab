package io.offheap.agent.install;

import io.offheap.agent.code.ClassFiles;
import io.offheap.agent.code.Methods;
import io.offheap.agent.flow.ClassFlow;
import io.offheap.agent.flow.VerdictEngine;
import io.offheap.agent.options.AgentOptions;
import io.offheap.agent.report.VerdictReport;
import io.offheap.agent.verdict.Reason;
import io.offheap.agent.verdict.SiteVerdict;
import io.offheap.agent.weave.ClassWeaver;
import io.offheap.agent.weave.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The life of one marked class: analysed, woven, written, verified, reported. At any doubt it stays
 * as it was and all its verdicts say why. Thread-safe; classes are woven side by side.
 */
final class ClassWeaving {
  private final AgentOptions options;
  private final VerdictEngine engine;
  private final VerdictReport report;
  private final RuntimeVisibility visibility;
  private final ByteBuddyInstaller installer = new ByteBuddyInstaller();
  private final Outcomes outcomes = new Outcomes();

  ClassWeaving(
      AgentOptions options,
      VerdictEngine engine,
      VerdictReport report,
      RuntimeVisibility visibility) {
    this.options = options;
    this.engine = engine;
    this.report = report;
    this.visibility = visibility;
  }

  /** The woven class file; null where the class is left as it is. */
  byte @Nullable [] weave(
      ClassLoader loader, String className, @Nullable Class<?> redefined, byte[] classFile) {
    Outcome outcome = outcomes.take(loader, className, classFile);
    if (outcome == null) {
      outcome = outcome(loader, className, classFile);
    }
    if (redefined == null) {
      report.add(outcome.verdicts());
    }
    return outcome.woven();
  }

  private Outcome outcome(ClassLoader loader, String className, byte[] classFile) {
    try {
      ClassFiles files = ClassFiles.of(loader);
      VerdictEngine.Analysis analysis = engine.analyze(classFile, files);
      if (analysis.nest().classes().size() == 1) {
        return outcome(loader, analysis.flow(), classFile);
      }
      return ofNest(loader, className, classFile, analysis, files);
    } catch (Throwable e) { // the JVM would swallow it, and nobody would know
      return failed(loader, List.of(), className, classFile, String.valueOf(e));
    }
  }

  /**
   * Weaves a whole nest when the first of its classes is loaded: if one class cannot be handed
   * over, none may rely on its being rewritten.
   */
  private Outcome ofNest(
      ClassLoader loader,
      String className,
      byte[] classFile,
      VerdictEngine.Analysis analysis,
      ClassFiles files) {
    if (analysis.nest().isOutsider(analysis.node())) {
      return ofOutsider(loader, className, classFile, analysis, files);
    }
    byte[] file = files.find(className);
    boolean asInFile = Arrays.equals(file, classFile);
    boolean crosses = analysis.nest().crosses();
    if (crosses && !asInFile) {
      // Another agent changed this class. Its mates are decided from the files.
      String expected = file == null ? "" : engine.analyze(file, files).nest().contract();
      if (!expected.equals(analysis.nest().contract())) {
        return alone(loader, className, classFile, files);
      }
    }
    List<Outcome> all = new ArrayList<>();
    Outcome own = null;
    for (ClassFlow flow : analysis.nest().classes()) {
      String name = flow.owner().name;
      byte[] bytes = name.equals(className) ? classFile : files.find(name);
      if (bytes == null || (!crosses && !name.equals(className) && !asInFile)) {
        continue;
      }
      boolean touched = flow.isTouched();
      Outcome outcome = outcome(loader, flow, bytes);
      if (crosses && touched && !outcome.isAsProved()) {
        return alone(loader, className, classFile, files);
      }
      if (name.equals(className)) {
        own = outcome;
      } else {
        all.add(outcome);
      }
    }
    if (asInFile) {
      outcomes.put(loader, all);
    }
    if (own == null) {
      throw new IllegalStateException("not a class of its nest: " + className);
    }
    return own;
  }

  /**
   * Weaves a class that uses what was proved without it: if it would have changed nothing, it fits
   * what the others have become or will.
   */
  private Outcome ofOutsider(
      ClassLoader loader,
      String className,
      byte[] classFile,
      VerdictEngine.Analysis analysis,
      ClassFiles files) {
    for (ClassFlow flow : analysis.nest().classes()) {
      byte[] file = analysis.nest().isOutsider(flow.owner()) ? null : files.find(flow.owner().name);
      if (file != null) {
        String expected = engine.analyze(file, files).nest().contract();
        if (expected.equals(analysis.nest().contract())) {
          return outcome(loader, analysis.flow(), classFile);
        }
        break;
      }
    }
    Outcome outcome = alone(loader, className, classFile, files);
    List<SiteVerdict> verdicts = new ArrayList<>(outcome.verdicts());
    verdicts.add(
        new SiteVerdict(
            Methods.dotted(className),
            "class",
            "",
            false,
            Reason.NOT_PRIVATE,
            "uses marked members of another jar, which move without it: it may not link"));
    return new Outcome(className, classFile, outcome.woven(), verdicts, false);
  }

  private Outcome alone(ClassLoader loader, String className, byte[] classFile, ClassFiles files) {
    return outcome(loader, engine.analyzeAlone(classFile, files, className).flow(), classFile);
  }

  /** Weaves one class as it was decided. */
  private Outcome outcome(ClassLoader loader, ClassFlow flow, byte[] classFile) {
    String className = flow.owner().name;
    List<SiteVerdict> verdicts = flow.verdicts();
    try {
      boolean refuses = options.strict() && verdicts.stream().anyMatch(verdict -> !verdict.moved());
      if (!flow.isTouched() && !refuses) {
        return new Outcome(className, classFile, null, verdicts, true);
      }
      if (!visibility.of(loader)) {
        String detail = "its class loader does not see the agent's classes";
        List<SiteVerdict> kept = allKept(verdicts, className, Reason.RUNTIME_NOT_VISIBLE, detail);
        byte[] refusing = refusing(loader, className, classFile, false);
        return new Outcome(className, classFile, refusing, kept, false);
      }
      if (!flow.isProved()) {
        byte[] refusing = refusing(loader, className, classFile, true);
        return new Outcome(className, classFile, refusing, verdicts, false);
      }
      ClassWeaver.weave(flow.owner(), flow, options.strict());
      byte[] woven = installer.install(loader, className, classFile, flow.owner());
      dump(className, classFile, woven);
      String problem = Verification.problem(loader, classFile, woven);
      return problem == null
          ? new Outcome(className, classFile, woven, verdicts, true)
          : failed(loader, verdicts, className, classFile, problem);
    } catch (Throwable e) { // the JVM would swallow it, and nobody would know
      return failed(loader, verdicts, className, classFile, String.valueOf(e));
    }
  }

  private Outcome failed(
      ClassLoader loader,
      List<SiteVerdict> verdicts,
      String className,
      byte[] classFile,
      String problem) {
    List<SiteVerdict> kept = allKept(verdicts, className, Reason.WEAVE_FAILED, problem);
    byte[] refusing = refusing(loader, className, classFile, visibility.of(loader));
    return new Outcome(className, classFile, refusing, kept, false);
  }

  /**
   * The class as it was, but for throwing where its sites allocate, if the options want that.
   *
   * @return null if they do not, or if even that cannot be woven
   */
  private byte @Nullable [] refusing(
      ClassLoader loader, String className, byte[] classFile, boolean visible) {
    if (!options.strict()) {
      return null;
    }
    try {
      ClassFlow flow = engine.unproved(classFile, Reason.WEAVE_FAILED, "");
      if (flow.strictPoints().isEmpty()) {
        return null;
      }
      Refusal.weave(flow.owner(), flow, visible);
      byte[] woven = installer.install(loader, className, classFile, flow.owner());
      dump(className, classFile, woven);
      return Verification.problem(loader, classFile, woven) == null ? woven : null;
    } catch (Throwable e) { // too large, or not to be read; the verdicts tell of the class anyway
      return null;
    }
  }

  private static List<SiteVerdict> allKept(
      List<SiteVerdict> verdicts, String className, Reason reason, String detail) {
    if (verdicts.isEmpty()) {
      return List.of(
          new SiteVerdict(Methods.dotted(className), "class", "", false, reason, detail));
    }
    return verdicts.stream()
        .map(verdict -> verdict.moved() ? verdict.keptBecause(reason, detail) : verdict)
        .toList();
  }

  /**
   * What is only for looking at must not decide what moves: a file that cannot be written is left
   * out.
   */
  private void dump(String className, byte[] before, byte[] after) {
    Path folder = options.dump();
    if (folder == null) {
      return;
    }
    try {
      write(folder.resolve("before").resolve(className + ".class"), before);
      write(folder.resolve("after").resolve(className + ".class"), after);
    } catch (IOException e) {
      System.err.println("offheap: dump of " + Methods.dotted(className) + " failed: " + e);
    }
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.write(file, bytes);
  }
}
