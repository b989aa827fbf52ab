package io.offheap.profiles.rules;

/** What a number counts. */
public enum Unit {
  BYTES,
  /** From 0 to 1. */
  SHARE,
  SECONDS,
  COUNT,
  /** No number but words. */
  TEXT
}
