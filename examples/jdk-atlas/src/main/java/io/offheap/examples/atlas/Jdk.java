package io.offheap.examples.atlas;

import java.util.stream.Stream;

/**
 * All that was read. Classes, methods, fields and string constants are numbered, each kind from 0;
 * relations between them are rows of those numbers.
 *
 * @param classes the classes and interfaces
 * @param methods the methods
 * @param fields the fields
 * @param strings the string constants; what is not valid UTF-16 in them is replaced
 * @param calls by method, which methods it calls, in the order of the code
 * @param callLines by call (as numbered by {@code calls}), the line it is on
 * @param callers by method, the methods that call it, once for each call
 * @param fieldUses by method, which fields it reads or writes
 * @param fieldUsers by field, the methods that use it, once for each use
 * @param stringUses by method, which string constants it loads
 * @param stringUsers by string constant, the methods that load it
 * @param creations by method, which classes it creates instances of
 * @param methodsOf by class, its declared methods
 * @param overridden by method, all methods of superclasses and interfaces that it overrides
 * @param overriders by method, all methods that override it
 */
record Jdk(
    ClassTable classes,
    MethodTable methods,
    MemberTable fields,
    NameTable strings,
    Rows calls,
    LineTable callLines,
    Rows callers,
    Rows fieldUses,
    Rows fieldUsers,
    Rows stringUses,
    Rows stringUsers,
    Rows creations,
    Rows methodsOf,
    Rows overridden,
    Rows overriders) {
  /** Bytes in the arrays of all tables and relations. */
  long byteSize() {
    return classes.byteSize()
        + methods.byteSize()
        + fields.byteSize()
        + strings.byteSize()
        + callLines.byteSize()
        + Stream.of(calls, callers, fieldUses, fieldUsers, stringUses, stringUsers)
            .mapToLong(Rows::byteSize)
            .sum()
        + Stream.of(creations, methodsOf, overridden, overriders).mapToLong(Rows::byteSize).sum();
  }
}
