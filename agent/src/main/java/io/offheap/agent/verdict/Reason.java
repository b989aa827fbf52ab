package io.offheap.agent.verdict;

/**
 * Why a site moved or did not. The names are part of the verdict line and thus of the agent's
 * interface.
 */
public enum Reason {
  /** Every use of every array that meets this one is known, and a handle does the same. */
  PROVED,
  /** Passed to a method whose use of it is not known. */
  ESCAPES_TO_CALL,
  /** Passed to a method of the JDK that a class of the program may have replaced by its own. */
  OPEN_CALL,
  /** Kept by an object of the JDK that reads, writes or shows the very array later. */
  WRAPPED,
  /** Returned from a method. */
  RETURNED,
  /** Stored in a field that other classes can reach, or that is not of the array's type. */
  STORED_IN_FIELD,
  /** Stored as an element of another array. */
  STORED_IN_ARRAY,
  /** Captured by a lambda, a method reference or a concatenation. */
  CAPTURED,
  /** Cast to another type. */
  CAST,
  /** Asked for its type. */
  INSTANCEOF,
  /** Meets an array that was made elsewhere: a parameter, a result, an element. */
  FOREIGN_ARRAY,
  /** One variable holds this array or a value of another type. */
  MIXED_VALUES,
  /** Held in a field that is not private. */
  NOT_PRIVATE,
  /** Held in a private field that another class of the nest uses. */
  USED_BY_NEST_MATE,
  /** Held in a field that serialization would write. */
  SERIALIZABLE,
  /** Held in a component of a record. */
  RECORD_COMPONENT,
  /** The class looks up fields by name. */
  REFLECTION,
  /** The class has native methods, which may reach any field. */
  NATIVE_METHOD,
  /** Always smaller than what gains from moving. */
  TOO_SMALL,
  /** The method would grow past what the JIT compiles or a class file allows. */
  METHOD_TOO_LARGE,
  /** The class file's format is too old to be rewritten safely. */
  OLD_CLASS_FILE,
  /** The class's loader does not see the classes that would hold the data. */
  RUNTIME_NOT_VISIBLE,
  /** The mark cannot be placed on one allocation for certain. */
  UNRESOLVED_SITE,
  /** Nothing is allocated where the mark is. */
  NO_ALLOCATION,
  /** Not an array of primitives with one dimension. */
  UNSUPPORTED_TYPE,
  /** The code could not be analysed. */
  ANALYSIS_FAILED,
  /** The rewritten class did not pass verification; the original was kept. */
  WEAVE_FAILED
}
