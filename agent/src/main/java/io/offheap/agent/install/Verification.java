package io.offheap.agent.install;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Verifies a woven class before the JVM sees it, with the verifier of {@code java.lang.classfile},
 * which follows the same rules and finds other classes by their files instead of loading them. What
 * no verifier looks at, whether the members that the code names exist, is checked for those of our
 * own classes.
 */
final class Verification {
  /** What is known of the JDK's own classes, which every loader sees alike. */
  private static final ClassHierarchyResolver JDK =
      ClassHierarchyResolver.ofResourceParsing(ClassLoader.getPlatformClassLoader())
          .cached(ConcurrentHashMap::new);

  private Verification() {}

  /**
   * What the woven class is accused of that the original is not.
   *
   * @return null when the class may be handed over
   */
  static @Nullable String problem(ClassLoader loader, byte[] original, byte[] woven) {
    ClassFile verifier =
        ClassFile.of(
            ClassFile.ClassHierarchyResolverOption.of(
                ((ClassHierarchyResolver)
                        name ->
                            name.packageName().startsWith("java.") ? JDK.getClassInfo(name) : null)
                    .orElse(ClassHierarchyResolver.ofResourceParsing(loader).cached())
                    .orElse(ClassHierarchyResolver.defaultResolver())));
    String missing = RuntimeMembers.missing(woven);
    if (missing != null) {
      return "the woven class uses " + missing + ", which does not exist";
    }
    List<VerifyError> errors = verifier.verify(woven);
    if (errors.isEmpty()) {
      return null;
    }
    Set<String> before = new HashSet<>();
    for (VerifyError error : verifier.verify(original)) {
      before.add(String.valueOf(error.getMessage()));
    }
    for (VerifyError error : errors) {
      String message = String.valueOf(error.getMessage());
      if (!before.contains(message)) {
        return message.lines().findFirst().orElse(message);
      }
    }
    return null;
  }
}
