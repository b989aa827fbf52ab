package io.offheap.agent.options;

/** A setting that cannot be used. Its message is one sentence for the user. */
public final class OptionException extends Exception {
  private static final long serialVersionUID = 1L;

  public OptionException(String message) {
    super(message);
  }
}
