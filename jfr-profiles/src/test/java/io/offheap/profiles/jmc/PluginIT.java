package io.offheap.profiles.jmc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.offheap.profiles.rules.Rule;
import io.offheap.profiles.rules.Rules;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/** The jar as Mission Control loads it: in Equinox, beside the bundles of its core. */
class PluginIT {
  private static final Path JAR = Path.of(System.getProperty("offheap.profiles.jar"));

  /** What the application consists of, as far as rules need it. */
  private static final List<String> NEEDED =
      List.of(
          "org.osgi.service.component",
          "org.osgi.util.promise",
          "org.osgi.util.function",
          "org.osgi.service.prefs",
          "org.apache.felix.scr",
          "org.eclipse.equinox.common",
          "org.eclipse.core.jobs",
          "org.eclipse.equinox.registry",
          "org.eclipse.equinox.preferences",
          "org.eclipse.core.contenttype",
          "org.eclipse.equinox.app",
          "org.eclipse.core.runtime",
          "org.owasp.encoder",
          "lz4-java",
          "org.openjdk.jmc.common",
          "org.openjdk.jmc.flightrecorder",
          "org.openjdk.jmc.flightrecorder.rules",
          "org.openjdk.jmc.flightrecorder.rules.jdk");

  @TempDir private Path folder;
  private Framework framework;

  @BeforeEach
  void startFramework() throws Exception {
    Map<String, String> configuration = new HashMap<>();
    configuration.put(Constants.FRAMEWORK_STORAGE, folder.resolve("storage").toString());
    configuration.put(
        Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
    framework =
        ServiceLoader.load(FrameworkFactory.class)
            .findFirst()
            .orElseThrow()
            .newFramework(configuration);
    framework.start();
  }

  @AfterEach
  void stopFramework() throws Exception {
    framework.stop();
    framework.waitForStop(10_000);
  }

  @Test
  void rules_areFoundBesideThoseOfTheJdk() throws Exception {
    List<String> ids = ruleIds(JAR);
    assertThat(ids).containsAll(Rules.all().stream().map(Rule::id).toList());
    assertThat(ids).as("those of the JDK are there too").hasSizeGreaterThan(60);
  }

  /** The trap that the manifest avoids; if this fails, the trap is gone. */
  @Test
  void withoutSingleton_noRuleIsFound() throws Exception {
    Path copy = folder.resolve("plain.jar");
    Map<String, String> headers = new HashMap<>();
    Map<String, byte[]> files = new HashMap<>();
    try (JarFile jar = new JarFile(JAR.toFile())) {
      jar.getManifest()
          .getMainAttributes()
          .forEach((key, value) -> headers.put(key.toString(), value.toString()));
      for (JarEntry entry : Collections.list(jar.entries())) {
        if (entry.isDirectory() || entry.getName().equals("META-INF/MANIFEST.MF")) continue;
        try (InputStream in = jar.getInputStream(entry)) {
          files.put(entry.getName(), in.readAllBytes());
        }
      }
    }
    headers.put("Bundle-SymbolicName", "io.offheap.profiles");
    assertThat(ruleIds(Bundles.make(copy, headers, files)))
        .doesNotContain(Rules.PRESSURE.id())
        .hasSizeGreaterThan(60);
  }

  @Test
  void pages_areFoundByTheirExtensionPoint() throws Exception {
    ruleIds(JAR);
    Bundle plugin = bundle("io.offheap.profiles");
    assertThat(plugin.getEntry("pages.xml")).isNotNull();
    Class<?> platform =
        bundle("org.eclipse.core.runtime").loadClass("org.eclipse.core.runtime.Platform");
    Object registry = platform.getMethod("getExtensionRegistry").invoke(null);
    Object[] elements =
        (Object[])
            registryMethod(registry, "getConfigurationElementsFor")
                .invoke(registry, "org.openjdk.jmc.flightrecorder.ui.datapage");
    assertThat(elements).hasSize(1);
    Object file = registryMethod(elements[0], "getAttribute").invoke(elements[0], "file");
    assertThat(file).isEqualTo("pages.xml");
  }

  /** A method of a public interface of a class that is not public. */
  private static Method registryMethod(Object target, String name) throws Exception {
    for (Class<?> type = target.getClass(); type != null; type = type.getSuperclass()) {
      for (Class<?> implemented : type.getInterfaces()) {
        for (Method method : implemented.getMethods()) {
          boolean takesText =
              Arrays.equals(method.getParameterTypes(), new Class<?>[] {String.class});
          if (method.getName().equals(name) && takesText) return method;
        }
      }
    }
    throw new NoSuchMethodException(name);
  }

  /** The rules that Mission Control's registry has, with this jar in the drop-ins. */
  private List<String> ruleIds(Path plugin) throws Exception {
    Map<String, Path> available = Bundles.onClassPath();
    List<Bundle> bundles = new ArrayList<>();
    for (String name : NEEDED) {
      bundles.add(install(requireNonNull(available.get(name), name)));
    }
    install(bridge());
    bundles.add(install(userInterface()));
    bundles.add(install(plugin));
    for (Bundle bundle : bundles) bundle.start(Bundle.START_ACTIVATION_POLICY);
    Class<?> registry =
        bundle("org.openjdk.jmc.flightrecorder.rules")
            .loadClass("org.openjdk.jmc.flightrecorder.rules.RuleRegistry");
    List<String> ids = new ArrayList<>();
    for (Object rule : (Collection<?>) registry.getMethod("getRules").invoke(null)) {
      ids.add((String) rule.getClass().getMethod("getId").invoke(rule));
    }
    return ids;
  }

  private Bundle install(Path jar) throws Exception {
    try (InputStream in = Files.newInputStream(jar)) {
      return framework.getBundleContext().installBundle(jar.getFileName().toString(), in);
    }
  }

  private Bundle bundle(String name) {
    for (Bundle bundle : framework.getBundleContext().getBundles()) {
      if (name.equals(bundle.getSymbolicName())) return bundle;
    }
    throw new AssertionError("not installed: " + name);
  }

  private Path bridge() throws Exception {
    return Bundles.make(
        folder.resolve("bridge.jar"),
        Map.of(
            "Bundle-ManifestVersion", "2",
            "Bundle-SymbolicName", "io.offheap.test.bridge",
            "Bundle-Version", "1.0.0",
            "Fragment-Host", "org.openjdk.jmc.flightrecorder.rules",
            "Require-Bundle", "org.eclipse.core.runtime"),
        Map.of(
            Bundles.nameOf(RuleBridge.class),
            Bundles.bytesOf(RuleBridge.class),
            "META-INF/services/org.openjdk.jmc.flightrecorder.rules.internal.IRuleProvider",
            Bundles.utf8(RuleBridge.class.getName())));
  }

  /** Has the extension point of pages and nothing else. */
  private Path userInterface() throws Exception {
    return Bundles.make(
        folder.resolve("ui.jar"),
        Map.of(
            "Bundle-ManifestVersion", "2",
            "Bundle-SymbolicName", "org.openjdk.jmc.flightrecorder.ui;singleton:=true",
            "Bundle-Version", "9.1.2"),
        Map.of(
            "plugin.xml",
            Bundles.utf8(
                "<plugin><extension-point id=\"datapage\" name=\"Data Page\"/></plugin>")));
  }
}
