package io.offheap.examples.atlas;

import static java.lang.constant.ConstantDescs.MTD_void;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Reads the small world of {@link Sample} and looks at what was understood. */
class ClassScannerTest {
  private static final String SAMPLE = Sample.class.getName();
  private static final ClassScanner SCANNER = new ClassScanner();
  private static Jdk jdk;

  @BeforeAll
  static void readSample() throws IOException {
    for (Class<?> type : Sample.class.getNestMembers()) {
      String file = type.getName().substring(type.getPackageName().length() + 1) + ".class";
      try (InputStream in = type.getResourceAsStream(file)) {
        SCANNER.add(in.readAllBytes());
      }
    }
    jdk = SCANNER.finish();
  }

  @Test
  void calls_areInTheOrderOfTheCodeWithTheirLines() {
    assertThat(names(jdk.calls(), method("twice()V"))).containsExactly("helper()V", "helper()V");
    int call = jdk.calls().from(method("twice()V"));
    assertThat(jdk.callLines().line(call)).isPositive();
    assertThat(jdk.callLines().line(call + 1)).isEqualTo(jdk.callLines().line(call) + 1);
    assertThat(names(jdk.callers(), method("helper()V")))
        .containsExactly("twice()V", "twice()V", "makesLambda()Ljava/lang/Runnable;");
  }

  @Test
  void callOfInheritedMethod_meansItsDeclaration() {
    assertThat(names(jdk.calls(), method("callsInherited(" + desc("Cat") + ")V")))
        .containsExactly("$Animal.name()Ljava/lang/String;", "$Named.shout()V");
  }

  @Test
  void classThatCallsFarMoreMethodsThanThereAreDeclarations_isUnderstood() {
    int count = 5_000;
    ClassScanner scanner = new ClassScanner();
    scanner.add(
        ClassFile.of()
            .build(
                ClassDesc.of("Caller"),
                type ->
                    type.withMethodBody(
                        "m",
                        MTD_void,
                        ClassFile.ACC_STATIC,
                        code -> {
                          for (int i = 0; i < count; i++) {
                            code.invokestatic(ClassDesc.of("Callee"), "m" + i, MTD_void);
                          }
                          code.return_();
                        })));
    Jdk read = scanner.finish();
    assertThat(read.calls().size()).isEqualTo(count);
    assertThat(read.methods().size()).isEqualTo(count + 1);
    assertThat(read.methods().declaredCount()).isEqualTo(1);
    assertThat(read.callers().size(read.methods().members().find("Callee", "m7()V"))).isEqualTo(1);
  }

  @Test
  void lambda_countsAsCall() {
    assertThat(names(jdk.calls(), method("makesLambda()Ljava/lang/Runnable;")))
        .containsExactly("helper()V");
  }

  @Test
  void overriding_isFoundThroughClassesAndInterfaces() {
    int cat = method("$Cat.sound()V");
    assertThat(names(jdk.overridden(), cat)).containsExactly("$Animal.sound()V", "$Named.sound()V");
    assertThat(names(jdk.overriders(), method("$Named.sound()V")))
        .containsExactlyInAnyOrder("$Animal.sound()V", "$Cat.sound()V", "$Dog.sound()V");
    assertThat(jdk.overridden().size(method("helper()V"))).isZero();
  }

  @Test
  void fieldsAndStrings_areCounted() {
    int field = jdk.fields().find(SAMPLE, "counter:I");
    assertThat(names(jdk.fieldUsers(), field)).containsExactly("count()V", "count()V");
    int text = jdk.strings().find("a sample's text");
    assertThat(names(jdk.stringUsers(), text)).containsExactly("text()Ljava/lang/String;");
  }

  @Test
  void reach_includesOverridersInClassesThatAreCreatedOnly() {
    Reachability reachability = new Reachability(jdk, jdk.classes().find(SAMPLE + "$Caller"));
    assertThat(reachability.isReached(method("$Animal.sound()V"))).isTrue();
    assertThat(reachability.isReached(method("$Cat.sound()V"))).isTrue();
    assertThat(reachability.isReached(method("$Dog.sound()V"))).isFalse();
    assertThat(reachability.perStep()[0]).isEqualTo(2);
    assertThat(reachability.longestChain().size()).isEqualTo(reachability.perStep().length);
  }

  private static int method(String name) {
    String owner = name.startsWith("$") ? SAMPLE + name.substring(0, name.indexOf('.')) : SAMPLE;
    String own = name.startsWith("$") ? name.substring(name.indexOf('.') + 1) : name;
    int method = jdk.methods().members().find(owner, own);
    assertThat(method).as(name).isNotEqualTo(NameTable.ABSENT);
    return method;
  }

  private static String desc(String nested) {
    return "L" + SAMPLE.replace('.', '/') + "$" + nested + ";";
  }

  /** The methods in a row, named without what all have in common. */
  private static List<String> names(Rows rows, int row) {
    List<String> names = new ArrayList<>();
    for (int i = rows.from(row); i < rows.to(row); i++) {
      String name = jdk.methods().members().names().get(rows.value(i));
      names.add(name.replace(SAMPLE + ".", "").replace(SAMPLE, ""));
    }
    return names;
  }
}
