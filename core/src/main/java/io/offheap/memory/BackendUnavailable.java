package io.offheap.memory;

/** Why a backend cannot be used here; the message is a clause that a user can act upon. */
final class BackendUnavailable extends Exception {
  private static final long serialVersionUID = 1L;

  BackendUnavailable(String reason) {
    super(reason, null, false, false);
  }
}
