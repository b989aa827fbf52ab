package io.offheap;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The order of the packages: a lower one never uses a higher one. */
class LayersTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.offheap..");

  @Test
  void packages_useLowerOnesOnly() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("memory")
        .definedBy("io.offheap.memory")
        .layer("allocator")
        .definedBy("io.offheap.allocator")
        .layer("heap")
        .definedBy("io.offheap.heap")
        .layer("array")
        .definedBy("io.offheap.array")
        .layer("jfr")
        .definedBy("io.offheap.jfr")
        .layer("jmx")
        .definedBy("io.offheap.jmx")
        .layer("top")
        .definedBy("io.offheap")
        .whereLayer("memory")
        .mayNotAccessAnyLayer()
        .whereLayer("allocator")
        .mayNotAccessAnyLayer()
        .whereLayer("heap")
        .mayOnlyAccessLayers("memory", "allocator")
        .whereLayer("array")
        .mayOnlyAccessLayers("memory", "allocator", "heap")
        .whereLayer("jfr")
        .mayOnlyAccessLayers("memory", "allocator", "heap", "array")
        .whereLayer("jmx")
        .mayOnlyAccessLayers("memory", "allocator", "heap", "array")
        .check(CLASSES);
  }

  @Test
  void flightRecorder_isKnownInOnePackageOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.offheap.jfr")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jdk.jfr..")
        .check(CLASSES);
  }

  /**
   * What a run-time image with nothing but java.base lacks; two classes and one package ask whether
   * it is there.
   */
  @Test
  void otherModulesOfTheJdk_areNotNeeded() {
    noClasses()
        .that()
        .haveNameNotMatching(
            "io\\.offheap\\.(memory\\.PhysicalMemory|array\\.CollectorCycle|jmx\\.).*")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.lang.management..", "com.sun..", "java.util.logging..", "javax..")
        .check(CLASSES);
  }

  @Test
  void everyPackage_isExported() throws Exception {
    Path folder =
        Path.of(OffHeap.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    ModuleDescriptor module;
    try (var in = Files.newInputStream(folder.resolve("module-info.class"))) {
      module = ModuleDescriptor.read(in);
    }
    Set<String> packages =
        CLASSES.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
    assertThat(module.exports())
        .extracting(ModuleDescriptor.Exports::source)
        .containsExactlyInAnyOrderElementsOf(packages);
  }
}
