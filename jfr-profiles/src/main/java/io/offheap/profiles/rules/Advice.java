package io.offheap.profiles.rules;

import java.util.Map;

/** What to change so that a kept site can move, by the reason why it did not. */
public final class Advice {
  private static final Map<String, String> BY_REASON =
      Map.ofEntries(
          Map.entry(
              "ESCAPES_TO_CALL",
              "Inline the call, make the callee a private method of the same class, or pass elements"
                  + " instead of the array."),
          Map.entry(
              "OPEN_CALL",
              "Call the method on a variable whose class is final or of the JDK itself, so that none of"
                  + " your own can stand in for it."),
          Map.entry(
              "WRAPPED",
              "Copy what the wrapping object needs, or read and write the elements yourself."),
          Map.entry("RETURNED", "Keep the array in the class and return elements, or a copy."),
          Map.entry("STORED_IN_FIELD", "Hold the array in a private field of its own type."),
          Map.entry(
              "STORED_IN_ARRAY",
              "Use one large array with computed indexes for an array of arrays."),
          Map.entry("CAPTURED", "Use a loop in place of the lambda, or pass what it needs of it."),
          Map.entry("CAST", "Give the variable the array's own type."),
          Map.entry("INSTANCEOF", "Keep the array in a variable of its own type."),
          Map.entry(
              "FOREIGN_ARRAY",
              "Use one variable for arrays that are made here and another for those that come from"
                  + " elsewhere, or copy those."),
          Map.entry("MIXED_VALUES", "Use one variable for one type of value."),
          Map.entry("NOT_PRIVATE", "Make the field private and add accessors for elements."),
          Map.entry(
              "USED_BY_NEST_MATE",
              "Let the other class call a method instead of reaching for the field."),
          Map.entry("SERIALIZABLE", "Make the field transient, and write the elements yourself."),
          Map.entry(
              "RECORD_COMPONENT", "Hold the array in a private field of a class, not in a record."),
          Map.entry(
              "REFLECTION", "Move the array to a class that does not look up fields by name."),
          Map.entry("NATIVE_METHOD", "Move the array to a class without native methods."),
          Map.entry(
              "TOO_SMALL",
              "Nothing: so small an array gains more on the Java heap. Lower the option min to move it"
                  + " all the same."),
          Map.entry("METHOD_TOO_LARGE", "Split the method."),
          Map.entry("OLD_CLASS_FILE", "Compile the class with a newer release target."),
          Map.entry(
              "RUNTIME_NOT_VISIBLE",
              "Let the class's loader delegate to the system loader for io.offheap."),
          Map.entry("UNRESOLVED_SITE", "Put the mark on the allocation: new long @OffHeap [n]."),
          Map.entry("NO_ALLOCATION", "Move the mark to where the array is allocated."),
          Map.entry(
              "UNSUPPORTED_TYPE",
              "Use one-dimensional arrays of primitives, and computed indexes."),
          Map.entry(
              "ANALYSIS_FAILED", "This is a fault of the agent; please report it with the class."),
          Map.entry(
              "WEAVE_FAILED", "This is a fault of the agent; please report it with the class."));

  private Advice() {}

  /** One or two sentences; for a reason that is not known, a pointer to its detail. */
  public static String of(String reason) {
    return BY_REASON.getOrDefault(reason, "See the verdict's detail.");
  }

  /** Whether there is advice of its own for this reason. */
  public static boolean isKnown(String reason) {
    return BY_REASON.containsKey(reason);
  }
}
