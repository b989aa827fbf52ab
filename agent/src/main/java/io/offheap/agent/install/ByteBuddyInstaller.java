package io.offheap.agent.install;

import io.offheap.agent.code.Methods;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.field.FieldDescription;
import net.bytebuddy.description.field.FieldList;
import net.bytebuddy.description.method.MethodList;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.scaffold.MethodGraph;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.pool.TypePool;
import net.bytebuddy.utility.OpenedClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.tree.ClassNode;

/*
 * Byte Buddy's AgentBuilder was tried first: for our one transformation it loads 850 of its classes, which made the first
 * marked class wait twice as long as decorating does (430 classes). We match and fail on our own terms anyway.
 */
/**
 * Turns a woven class into bytes by way of Byte Buddy's decoration, which reads the original, keeps
 * what it does not know, and writes what our visitor passes on: the woven class. Thread-safe.
 */
final class ByteBuddyInstaller {
  private static final String SAFE = "net.bytebuddy.safe";

  private final ByteBuddy byteBuddy;

  ByteBuddyInstaller() {
    // Byte Buddy probes sun.misc.Unsafe, which warns on the user's console, unless told not to.
    // Shading renames the
    // property along with Byte Buddy, so that a copy that the application uses is not touched.
    String previous = System.getProperty(SAFE);
    System.setProperty(SAFE, "true");
    try {
      byteBuddy = new ByteBuddy().with(TypeValidation.DISABLED).with(MethodGraph.Empty.INSTANCE);
    } finally {
      if (previous == null) {
        System.clearProperty(SAFE);
      } else {
        System.setProperty(SAFE, previous);
      }
    }
  }

  /**
   * The bytes of {@code woven}.
   *
   * @param loader where types that the class names are found, as files
   * @param className its internal name
   * @param classFile the class as it was
   */
  byte[] install(ClassLoader loader, String className, byte[] classFile, ClassNode woven) {
    String name = Methods.dotted(className);
    ClassFileLocator files =
        new ClassFileLocator.Compound(
            ClassFileLocator.Simple.of(name, classFile),
            ClassFileLocator.ForClassLoader.of(loader));
    TypePool types =
        new TypePool.Default(
            TypePool.CacheProvider.NoOp.INSTANCE, files, TypePool.Default.ReaderMode.FAST);
    return byteBuddy
        .decorate(types.describe(name).resolve(), files)
        .visit(new Substitution(woven))
        .make(types)
        .getBytes();
  }

  /** Writes the woven class where Byte Buddy would write the one that it read. */
  private record Substitution(ClassNode woven) implements AsmVisitorWrapper {
    @Override
    public int mergeWriter(int flags) {
      return flags;
    }

    @Override
    public int mergeReader(int flags) {
      return flags;
    }

    @Override
    public ClassVisitor wrap(
        TypeDescription instrumentedType,
        ClassVisitor classVisitor,
        Implementation.Context implementationContext,
        TypePool typePool,
        FieldList<FieldDescription.InDefinedShape> fields,
        MethodList<?> methods,
        int writerFlags,
        int readerFlags) {
      return new ClassVisitor(OpenedClassReader.ASM_API) {
        @Override
        public void visitEnd() {
          woven.accept(classVisitor);
        }
      };
    }
  }
}
