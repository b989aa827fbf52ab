package io.offheap.agent.verdict;

/** What a person can change so that a site moves. */
public final class Advice {
  private Advice() {}

  /** One sentence for a reason to stay; empty for {@link Reason#PROVED}. */
  public static String on(Reason reason) {
    return switch (reason) {
      case PROVED -> "";
      case ESCAPES_TO_CALL ->
          "Pass the array only to private, static or final methods of its own class or nest, or pass the values that are needed.";
      case OPEN_CALL ->
          "Make the object on which the method is called in the same method, so that its class is certain.";
      case WRAPPED ->
          "Copy the elements into the object that keeps them, or leave this array where it is.";
      case RETURNED ->
          "Make the method private, or let it take the array to fill, or return values instead.";
      case STORED_IN_FIELD -> "Declare the field private and of the array's own type.";
      case STORED_IN_ARRAY -> "Use one array with computed indexes instead of an array of arrays.";
      case CAPTURED ->
          "Capture the values, or let the lambda reach the array through a private field.";
      case CAST, INSTANCEOF -> "Keep the array in variables of its own type.";
      case FOREIGN_ARRAY ->
          "Give arrays that are made elsewhere a variable of their own, or copy them when they come in.";
      case MIXED_VALUES -> "Use one variable for the array and another for the other values.";
      case NOT_PRIVATE -> "Make the field private.";
      case USED_BY_NEST_MATE ->
          "See to it that the class files of the nest can be found together, and that none is rewritten by another agent.";
      case SERIALIZABLE -> "Make the field transient, if it need not be serialized.";
      case RECORD_COMPONENT -> "Use a class with a private field instead of a record.";
      case REFLECTION -> "Do without looking up members by name in this class and its nest.";
      case NATIVE_METHOD -> "Move the native methods to a class of their own.";
      case TOO_SMALL ->
          "Nothing: so small an array gains nothing. The option min says where that ends.";
      case METHOD_TOO_LARGE -> "Split the method.";
      case OLD_CLASS_FILE -> "Compile the class for Java 7 or newer.";
      case RUNTIME_NOT_VISIBLE ->
          "Let the class loader ask the application's loader for io.offheap classes, and bring no copy of them.";
      case UNRESOLVED_SITE -> "Put the allocation in a variable of its own and mark the variable.";
      case NO_ALLOCATION -> "Mark the place where the array is made, or remove the mark.";
      case UNSUPPORTED_TYPE -> "Only one-dimensional arrays of primitives can move.";
      case ANALYSIS_FAILED, WEAVE_FAILED ->
          "This is a fault of the agent: please report it, with what the option dump leaves.";
    };
  }
}
