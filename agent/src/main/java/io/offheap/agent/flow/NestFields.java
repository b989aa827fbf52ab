package io.offheap.agent.flow;

import io.offheap.agent.code.ClassFiles;
import io.offheap.agent.code.ElementType;
import io.offheap.agent.code.Methods;
import io.offheap.agent.verdict.Reason;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;

/** The fields of a nest that hold arrays of primitives, each with the class of values it holds. */
final class NestFields {
  private final Nest nest;
  private final ClassFiles files;
  private final Map<String, FlowNode> nodes = new LinkedHashMap<>();
  private final Map<String, ClassNode> owners = new LinkedHashMap<>();

  NestFields(Nest nest, ClassFiles files) {
    this.nest = nest;
    this.files = files;
    for (ClassNode owner : nest.classes()) {
      owners.put(owner.name, owner);
      addFieldsOf(owner);
    }
  }

  private static String key(String owner, String name, String descriptor) {
    return owner + "." + name + ":" + descriptor;
  }

  private void addFieldsOf(ClassNode owner) {
    boolean anyPrivate = false;
    for (FieldNode field : owner.fields) {
      if (ElementType.ofArray(field.desc) != null) {
        FlowNode node = new FlowNode();
        node.outlive();
        nodes.put(key(owner.name, field.name, field.desc), node);
        String open = isOpen(owner, field);
        if (open != null) {
          keep(owner, field, Reason.NOT_PRIVATE, open);
        } else {
          anyPrivate = true;
        }
      }
    }
    if (anyPrivate) {
      keepWhatOthersReach(owner);
    }
  }

  /** Why not all who use the field are known; null if they are. */
  private @Nullable String isOpen(ClassNode owner, FieldNode field) {
    String member = owner.name + "." + Neighbours.key(field);
    if ((field.access & Opcodes.ACC_PRIVATE) != 0
        || isCaptured(owner, field)
        || nest.shared().isProved(member)) {
      return null;
    }
    String refusal = nest.shared().refusal(member);
    return refusal == null ? "is not private" : "is not private, and " + refusal;
  }

  /**
   * Whether the field is one that a compiler gives a local or anonymous class for a variable that
   * it captures ({@code val$x}). It is not private, but no source outside of the nest can name it.
   */
  private static boolean isCaptured(ClassNode owner, FieldNode field) {
    int made = Opcodes.ACC_FINAL | Opcodes.ACC_SYNTHETIC;
    return NestMethod.isLocal(owner) && (field.access & made) == made;
  }

  private void keepWhatOthersReach(ClassNode owner) {
    boolean record = (owner.access & Opcodes.ACC_RECORD) != 0;
    boolean natives =
        owner.methods.stream().anyMatch(method -> (method.access & Opcodes.ACC_NATIVE) != 0);
    String serializable = Serialization.reason(owner.superName, owner.interfaces, files);
    String unreadable = nest.unreadable();
    for (FieldNode field : owner.fields) {
      if (ElementType.ofArray(field.desc) == null) {
        continue;
      }
      boolean isStatic = (field.access & Opcodes.ACC_STATIC) != 0;
      boolean isTransient = (field.access & Opcodes.ACC_TRANSIENT) != 0;
      if (record && !isStatic) {
        keep(owner, field, Reason.RECORD_COMPONENT, "is a component of a record");
      } else if (unreadable != null) {
        keep(
            owner,
            field,
            Reason.USED_BY_NEST_MATE,
            "may be used by " + Methods.dotted(unreadable) + ", whose class file was not found");
      } else if (nest.isHandled(owner.name, field.name, "")) {
        keep(owner, field, Reason.REFLECTION, "is reached by a method handle");
      } else if (nest.fieldLookup() != null) {
        keep(owner, field, Reason.REFLECTION, "may be looked up by " + nest.fieldLookup());
      } else if (natives) {
        keep(owner, field, Reason.NATIVE_METHOD, "may be reached by a native method of its class");
      } else if (serializable != null && !isStatic && !isTransient) {
        keep(owner, field, Reason.SERIALIZABLE, "would be serialized: " + serializable);
      }
    }
  }

  private void keep(ClassNode owner, FieldNode field, Reason reason, String why) {
    FlowNode node = node(owner, field);
    if (node != null) {
      node.keep(0, reason, "held in field " + field.name + ", which " + why);
    }
  }

  /**
   * The class of values of the field that {@code access} names; null for a field outside the nest.
   */
  @Nullable FlowNode node(FieldInsnNode access) {
    FlowNode own = nodes.get(key(access.owner, access.name, access.desc));
    if (own != null) {
      return own;
    }
    ClassNode named = owners.get(access.owner);
    for (ClassNode owner = named; owner != null; owner = superclass(owner)) {
      FlowNode inherited = nodes.get(key(owner.name, access.name, access.desc));
      if (inherited != null && nest.shared().isProved(key(owner.name, access.name, access.desc))) {
        return inherited;
      } else if (inherited != null) {
        inherited.keep(
            0,
            Reason.USED_BY_NEST_MATE,
            "held in field " + access.name + ", which is used by way of a subclass");
      }
    }
    return null;
  }

  private @Nullable ClassNode superclass(ClassNode owner) {
    return owner.superName == null ? null : owners.get(owner.superName);
  }

  /** The class of values of a field of the nest; null when it holds no array of primitives. */
  @Nullable FlowNode node(ClassNode owner, FieldNode field) {
    return nodes.get(key(owner.name, field.name, field.desc));
  }
}
