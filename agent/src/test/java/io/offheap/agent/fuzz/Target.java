package io.offheap.agent.fuzz;

import io.offheap.OffHeap;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;
import org.eclipse.jdt.internal.compiler.tool.EclipseCompiler;

/** What programs are compiled by, and for which release of Java. */
enum Target {
  JAVAC_25(25, false),
  JAVAC_17(17, false),
  ECJ_24(24, true),
  /** The first release with nests, the last whose programs are not compiled here otherwise. */
  JAVAC_11(11, false),
  ECJ_11(11, true),
  /** Before nests, and before strings were put together by {@code invokedynamic}. */
  JAVAC_8(8, false),
  ECJ_8(8, true);

  /** Those whose class files hold what newer compilers no longer make. */
  static final List<Target> OLD = List.of(JAVAC_8, ECJ_8, JAVAC_11, ECJ_11);

  /** Where the annotation is; ECJ would search a longer path for every name. */
  private static final String CLASSES =
      OffHeap.class.getProtectionDomain().getCodeSource().getLocation().getPath();

  private final int release;
  private final boolean ecj;

  Target(int release, boolean ecj) {
    this.release = release;
    this.ecj = ecj;
  }

  int release() {
    return release;
  }

  /** A compiler; not thread-safe. */
  SourceCompiler compiler() {
    List<String> options = new ArrayList<>(List.of("-nowarn", "-proc:none", "-g", "-cp", CLASSES));
    String level = String.valueOf(release);
    // ECJ without the library of that release, which the generator keeps to: it takes half the
    // time.
    options.addAll(ecj ? List.of("-source", level, "-target", level) : List.of("--release", level));
    return new SourceCompiler(
        ecj ? new EclipseCompiler() : ToolProvider.getSystemJavaCompiler(), options);
  }
}
