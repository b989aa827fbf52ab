package io.offheap.agent.install;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.IllegalClassFormatException;
import java.security.ProtectionDomain;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.field.FieldDescription;
import net.bytebuddy.description.field.FieldList;
import net.bytebuddy.description.method.MethodList;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.matcher.ElementMatchers;
import net.bytebuddy.pool.TypePool;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.tree.ClassNode;

/**
 * Hands a woven class to the JVM through Byte Buddy, which knows the formats of class files and of
 * other agents' output.
 *
 * <p>Byte Buddy only decorates: it reads the original, and writes what our visitor passes on, which
 * is the woven class.
 */
final class ByteBuddyInstaller {
  /** What this thread is installing; Byte Buddy's callbacks have no other way to learn it. */
  private static final ThreadLocal<@Nullable Job> CURRENT = new ThreadLocal<>();

  private static final String SAFE = "net.bytebuddy.safe";

  private final ClassFileTransformer transformer;

  ByteBuddyInstaller() {
    // Byte Buddy probes sun.misc.Unsafe, which warns on the user's console, unless told not to.
    // Shading renames the
    // property along with Byte Buddy, so that a copy that the application uses is not touched.
    String previous = System.getProperty(SAFE);
    System.setProperty(SAFE, "true");
    try {
      transformer = build();
    } finally {
      if (previous == null) {
        System.clearProperty(SAFE);
      } else {
        System.setProperty(SAFE, previous);
      }
    }
  }

  private static ClassFileTransformer build() {
    return new AgentBuilder.Default(new ByteBuddy().with(TypeValidation.DISABLED))
        .with(AgentBuilder.TypeStrategy.Default.DECORATE)
        .with(AgentBuilder.InitializationStrategy.NoOp.INSTANCE)
        .with(AgentBuilder.PoolStrategy.Default.FAST)
        .with(AgentBuilder.LambdaInstrumentationStrategy.DISABLED)
        .with(new FailureListener())
        .ignore(ElementMatchers.none())
        .type(ElementMatchers.any())
        .transform((builder, type, loader, module, domain) -> builder.visit(new Substitution()))
        .makeRaw();
  }

  /**
   * The bytes of {@code woven}.
   *
   * @param classFile the class as it was
   * @throws IllegalClassFormatException if Byte Buddy cannot write it
   */
  byte[] install(
      ClassLoader loader,
      String className,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] classFile,
      ClassNode woven)
      throws IllegalClassFormatException {
    Job job = new Job(woven);
    CURRENT.set(job);
    try {
      byte[] bytes = transformer.transform(loader, className, redefined, domain, classFile);
      if (bytes == null) {
        Throwable cause = job.failure;
        IllegalClassFormatException e =
            new IllegalClassFormatException(cause == null ? "no bytes" : String.valueOf(cause));
        if (cause != null) {
          e.initCause(cause);
        }
        throw e;
      }
      return bytes;
    } finally {
      CURRENT.remove();
    }
  }

  /** One class on its way. */
  private static final class Job {
    private final ClassNode woven;
    private @Nullable Throwable failure;

    Job(ClassNode woven) {
      this.woven = woven;
    }
  }

  /** Keeps what Byte Buddy would only log. */
  private static final class FailureListener extends AgentBuilder.Listener.Adapter {
    @Override
    public void onError(
        String typeName,
        @Nullable ClassLoader classLoader,
        net.bytebuddy.utility.@Nullable JavaModule module,
        boolean loaded,
        Throwable throwable) {
      Job job = CURRENT.get();
      if (job != null) {
        job.failure = throwable;
      }
    }
  }

  /** Writes the woven class where Byte Buddy would write the one that it read. */
  private static final class Substitution implements AsmVisitorWrapper {
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
      Job job = CURRENT.get();
      if (job == null) {
        return classVisitor;
      }
      return new ClassVisitor(net.bytebuddy.utility.OpenedClassReader.ASM_API) {
        @Override
        public void visitEnd() {
          job.woven.accept(classVisitor);
        }
      };
    }
  }
}
