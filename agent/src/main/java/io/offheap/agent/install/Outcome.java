package io.offheap.agent.install;

import io.offheap.agent.verdict.SiteVerdict;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of a class. */
final class Outcome {
  private final String className;
  private final byte[] original;
  private final byte @Nullable [] woven;
  private final List<SiteVerdict> verdicts;
  private final boolean asProved;

  /**
   * @param original the class file that was looked at
   * @param woven what the JVM gets in its place; null for the original
   * @param asProved whether what was proved of the class is what became of it, so that others may
   *     rely on it
   */
  Outcome(
      String className,
      byte[] original,
      byte @Nullable [] woven,
      List<SiteVerdict> verdicts,
      boolean asProved) {
    this.className = className;
    this.original = original;
    this.woven = woven;
    this.verdicts = verdicts;
    this.asProved = asProved;
  }

  String className() {
    return className;
  }

  /** Whether this was decided of the very class file. */
  boolean isOf(byte[] classFile) {
    return Arrays.equals(original, classFile);
  }

  byte @Nullable [] woven() {
    return woven;
  }

  List<SiteVerdict> verdicts() {
    return verdicts;
  }

  boolean isAsProved() {
    return asProved;
  }
}
