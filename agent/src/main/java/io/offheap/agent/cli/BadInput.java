package io.offheap.agent.cli;

/** What is wrong with a jar, folder or class file that a command was given. */
final class BadInput extends Exception {
  private static final long serialVersionUID = 1;

  BadInput(String message) {
    super(message);
  }
}
