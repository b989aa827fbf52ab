package io.offheap.agent.install;

import io.offheap.agent.code.ClassFiles;
import io.offheap.agent.code.Methods;
import io.offheap.agent.flow.VerdictEngine;
import io.offheap.agent.options.AgentOptions;
import io.offheap.agent.report.VerdictReport;
import io.offheap.agent.verdict.Reason;
import io.offheap.agent.verdict.SiteVerdict;
import io.offheap.agent.weave.ClassWeaver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    List<SiteVerdict> verdicts = List.of();
    byte[] woven = null;
    try {
      VerdictEngine.Analysis analysis = engine.analyze(classFile, ClassFiles.of(loader));
      verdicts = analysis.verdicts();
      boolean refuses = options.strict() && verdicts.stream().anyMatch(verdict -> !verdict.moved());
      if (analysis.flow().movesAnything() || refuses) {
        if (visibility.of(loader)) {
          ClassWeaver.weave(analysis.node(), analysis.flow(), options.strict());
          woven = installer.install(loader, className, classFile, analysis.node());
          dump(className, classFile, woven);
          String problem = Verification.problem(loader, classFile, woven);
          if (problem != null) {
            woven = null;
            verdicts = allKept(verdicts, className, Reason.WEAVE_FAILED, problem);
          }
        } else {
          verdicts =
              allKept(
                  verdicts,
                  className,
                  Reason.RUNTIME_NOT_VISIBLE,
                  "its class loader does not see the agent's classes");
        }
      }
    } catch (Throwable e) { // the JVM would swallow it, and nobody would know
      woven = null;
      verdicts = allKept(verdicts, className, Reason.WEAVE_FAILED, String.valueOf(e));
    }
    if (redefined == null) {
      report.add(verdicts);
    }
    return woven;
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
