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

/** The fields of a class that hold arrays of primitives, each with the class of values it holds. */
final class ClassFields {
  private final String owner;
  private final Map<String, FlowNode> nodes = new LinkedHashMap<>();

  ClassFields(ClassNode owner, ClassFiles files) {
    this.owner = owner.name;
    boolean anyPrivate = false;
    for (FieldNode field : owner.fields) {
      if (ElementType.ofArray(field.desc) != null) {
        FlowNode node = new FlowNode();
        nodes.put(key(field.name, field.desc), node);
        if ((field.access & Opcodes.ACC_PRIVATE) == 0) {
          keep(field, Reason.NOT_PRIVATE, "is not private");
        } else {
          anyPrivate = true;
        }
      }
    }
    if (anyPrivate) {
      keepWhatOthersReach(owner, files);
    }
  }

  private static String key(String name, String descriptor) {
    return name + ":" + descriptor;
  }

  private void keepWhatOthersReach(ClassNode owner, ClassFiles files) {
    Nest nest = Nest.of(owner, files);
    boolean record = (owner.access & Opcodes.ACC_RECORD) != 0;
    boolean natives =
        owner.methods.stream().anyMatch(method -> (method.access & Opcodes.ACC_NATIVE) != 0);
    String serializable = Serialization.reason(owner.superName, owner.interfaces, files);
    for (FieldNode field : owner.fields) {
      if (ElementType.ofArray(field.desc) == null) {
        continue;
      }
      boolean isStatic = (field.access & Opcodes.ACC_STATIC) != 0;
      boolean isTransient = (field.access & Opcodes.ACC_TRANSIENT) != 0;
      String user = nest.usersByField().get(field.name);
      if (record && !isStatic) {
        keep(field, Reason.RECORD_COMPONENT, "is a component of a record");
      } else if (nest.unreadable() != null) {
        keep(
            field,
            Reason.USED_BY_NEST_MATE,
            "may be used by "
                + Methods.dotted(nest.unreadable())
                + ", whose class file was not found");
      } else if (user != null) {
        keep(field, Reason.USED_BY_NEST_MATE, "is used by " + Methods.dotted(user));
      } else if (nest.lookup() != null) {
        keep(field, Reason.REFLECTION, "may be looked up by " + nest.lookup());
      } else if (natives) {
        keep(field, Reason.NATIVE_METHOD, "may be reached by a native method of its class");
      } else if (serializable != null && !isStatic && !isTransient) {
        keep(field, Reason.SERIALIZABLE, "would be serialized: " + serializable);
      }
    }
  }

  private void keep(FieldNode field, Reason reason, String why) {
    FlowNode node = nodes.get(key(field.name, field.desc));
    if (node != null) {
      node.keep(0, reason, "held in field " + field.name + ", which " + why);
    }
  }

  /**
   * The class of values of the field that {@code access} names; null for a field of another class.
   */
  @Nullable FlowNode node(FieldInsnNode access) {
    return access.owner.equals(owner) ? nodes.get(key(access.name, access.desc)) : null;
  }

  /** The class of values of a field of this class; null when it holds no array of primitives. */
  @Nullable FlowNode node(FieldNode field) {
    return nodes.get(key(field.name, field.desc));
  }
}
