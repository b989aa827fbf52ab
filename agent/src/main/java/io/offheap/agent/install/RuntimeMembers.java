package io.offheap.agent.install;

import io.offheap.agent.code.ClassFiles;
import io.offheap.array.PrimitiveArray;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The members of our own classes that woven code can name, read from their class files. */
final class RuntimeMembers {
  private static final String ARRAYS = "io/offheap/array/";
  private static final String ERROR = "io/offheap/OffHeapVerdictError";

  private static final Map<String, Set<String>> MEMBERS_BY_CLASS = new ConcurrentHashMap<>();

  private RuntimeMembers() {}

  /**
   * The first reference of a class file to a member of ours that is not there.
   *
   * @return null if there is none
   */
  static @Nullable String missing(byte[] woven) {
    for (PoolEntry entry : ClassFile.of().parse(woven).constantPool()) {
      if (entry instanceof MemberRefEntry reference) {
        String owner = reference.owner().asInternalName();
        String member = reference.name().stringValue() + reference.type().stringValue();
        if ((owner.startsWith(ARRAYS) || owner.equals(ERROR)) && !of(owner).contains(member)) {
          return owner.replace('/', '.') + "." + member;
        }
      }
    }
    return null;
  }

  /** Names with descriptors, of the class and those above it; none if there is no such class. */
  private static Set<String> of(String owner) {
    Set<String> known = MEMBERS_BY_CLASS.get(owner);
    if (known == null) {
      known = read(owner);
      MEMBERS_BY_CLASS.put(owner, known);
    }
    return known;
  }

  private static Set<String> read(String owner) {
    Set<String> members = new HashSet<>();
    ClassFiles files = ClassFiles.of(PrimitiveArray.class.getClassLoader());
    String name = owner;
    while (name.startsWith("io/offheap/")) {
      byte[] file = files.find(name);
      if (file == null) {
        break;
      }
      ClassModel model = ClassFile.of().parse(file);
      for (MethodModel method : model.methods()) {
        members.add(method.methodName().stringValue() + method.methodType().stringValue());
      }
      for (FieldModel field : model.fields()) {
        members.add(field.fieldName().stringValue() + field.fieldType().stringValue());
      }
      name = model.superclass().map(ClassEntry::asInternalName).orElse("");
    }
    return members;
  }
}
