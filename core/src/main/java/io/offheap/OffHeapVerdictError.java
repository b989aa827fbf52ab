package io.offheap;

/**
 * Thrown with the agent's option {@code strict=true} where a marked allocation would have stayed on
 * the Java heap. The message names the site; the verdicts say why.
 */
public final class OffHeapVerdictError extends Error {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the error.
   *
   * @param message names the site
   */
  public OffHeapVerdictError(String message) {
    super(message);
  }

  /**
   * Called by woven code in place of an allocation that was kept.
   *
   * @param site class, method, descriptor and line
   * @throws OffHeapVerdictError always
   */
  @SuppressWarnings("DoNotCallSuggester") // called by woven code, where nothing may follow
  public static void refuse(String site) {
    throw new OffHeapVerdictError("kept on the Java heap: " + site);
  }
}
