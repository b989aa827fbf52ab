package io.offheap.agent.install;

import io.offheap.agent.site.Designations;
import io.offheap.agent.site.FirstLook;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import org.jspecify.annotations.Nullable;

/**
 * The first look at every class that is loaded. For a class without marks it costs a scan of the
 * constant pool and starts nothing; the machinery is made by the first class that has one.
 */
final class MarkTransformer implements ClassFileTransformer {
  private static final String OURS = "io/offheap/";
  private static final String[] OUR_PACKAGES = {
    "agent/", "allocator/", "array/", "heap/", "jfr/", "jmx/", "memory/"
  };

  private final FirstLook look;
  private final Machinery machinery;

  MarkTransformer(Designations designations, Machinery machinery) {
    this.look = new FirstLook(designations);
    this.machinery = machinery;
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String className,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] classFile) {
    if (className == null) {
      return null;
    }
    if (loader == null) {
      if (Beans.showsUse(className)) {
        machinery.jmxUsed();
      }
      return null;
    }
    if (isOurs(className)) {
      return null;
    }
    try {
      if (!look.concernsUs(loader, className, classFile)) {
        return null;
      }
      return machinery.get().weave(loader, className, redefined, classFile);
    } catch (Throwable e) { // the JVM would swallow it, and nobody would know
      machinery.failed(className, e);
      return null;
    }
  }

  private static boolean isOurs(String className) {
    if (!className.startsWith(OURS)) {
      return false;
    }
    if (className.indexOf('/', OURS.length()) < 0) {
      return true;
    }
    for (String ourPackage : OUR_PACKAGES) {
      if (className.startsWith(ourPackage, OURS.length())) {
        return true;
      }
    }
    return false;
  }
}
