package io.offheap.profiles;

/** What the user gave cannot be used; the message says why, in one line. */
final class BadInputException extends Exception {
  private static final long serialVersionUID = 1;

  BadInputException(String message) {
    super(message);
  }
}
