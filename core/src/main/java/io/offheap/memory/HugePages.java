package io.offheap.memory;

/**
 * Whether a {@link Region} asks for huge pages (2 MiB). The portable backend never does.
 *
 * <p>A huge page makes first touch and address translation cheaper, and keeps 2 MiB resident for as
 * long as one of its bytes is in use.
 */
public enum HugePages {
  /** As the system is set up: on most Linux systems only programs that ask get huge pages. */
  SYSTEM,

  /** Asks for them in each chunk of at least 2 MiB; where the system says no, nothing happens. */
  ADVISE
}
