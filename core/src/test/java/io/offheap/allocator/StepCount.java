package io.offheap.allocator;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongUnaryOperator;

/**
 * Counts what the allocators do instead of timing it: a step is a method entered or a turn of a
 * loop, in this package's code.
 *
 * <p>A loader of its own defines the package's classes once more, with an increment at the start of
 * each method and before each jump backwards. What array copies and fills of the JDK do is not
 * counted.
 */
public final class StepCount {
  private static final String PREFIX = StepCount.class.getPackageName() + ".";
  private static final ClassDesc SELF = StepCount.class.describeConstable().orElseThrow();
  private static final MethodTypeDesc VOID = MethodTypeDesc.of(ConstantDescs.CD_void);

  private static long steps;

  private StepCount() {}

  /** Called by the counting classes. */
  public static void step() {
    steps++;
  }

  /** The steps made so far. */
  public static long now() {
    return steps;
  }

  /** A new object of the class, all of whose code, with the allocators', counts its steps. */
  static LongUnaryOperator counting(Class<? extends LongUnaryOperator> work)
      throws ReflectiveOperationException {
    var constructor = new Loader().loadClass(work.getName()).getDeclaredConstructor();
    constructor.setAccessible(true);
    return (LongUnaryOperator) constructor.newInstance();
  }

  private static final class Loader extends ClassLoader {
    private Loader() {
      super(StepCount.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(PREFIX) || name.equals(StepCount.class.getName())) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        if (loaded != null) return loaded;
        byte[] bytes = transformed(name);
        return defineClass(name, bytes, 0, bytes.length);
      }
    }

    private byte[] transformed(String name) throws ClassNotFoundException {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) throw new ClassNotFoundException(name);
        ClassFile classFile = ClassFile.of();
        return classFile.transformClass(
            classFile.parse(in.readAllBytes()),
            ClassTransform.transformingMethodBodies(CodeTransform.ofStateful(Counting::new)));
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  private static final class Counting implements CodeTransform {
    private final Set<Label> passed = new HashSet<>();

    @Override
    public void atStart(CodeBuilder code) {
      code.invokestatic(SELF, "step", VOID);
    }

    @Override
    public void accept(CodeBuilder code, CodeElement element) {
      if (element instanceof LabelTarget target) passed.add(target.label());
      boolean backwards = element instanceof BranchInstruction b && passed.contains(b.target());
      if (backwards) code.invokestatic(SELF, "step", VOID);
      code.with(element);
    }
  }
}
