package io.offheap.agent.install;

import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Classes that were woven along with a nest mate and are yet to be loaded. What is forgotten is
 * woven anew, with the same result. Thread-safe.
 */
final class Outcomes {
  /** Classes that are loaded late, or never, must not fill the memory. */
  private static final int CAPACITY = 256;

  private record Waiting(WeakReference<ClassLoader> loader, Outcome outcome) {}

  private final Deque<Waiting> waiting = new ArrayDeque<>();

  synchronized void put(ClassLoader loader, List<Outcome> outcomes) {
    for (Outcome outcome : outcomes) {
      waiting.addLast(new Waiting(new WeakReference<>(loader), outcome));
    }
    while (waiting.size() > CAPACITY) {
      waiting.removeFirst();
    }
  }

  /** What was decided of this very class file; null if nothing is remembered. */
  synchronized @Nullable Outcome take(ClassLoader loader, String className, byte[] classFile) {
    Iterator<Waiting> all = waiting.iterator();
    while (all.hasNext()) {
      Waiting one = all.next();
      if (one.loader.refersTo(null)) {
        all.remove();
      } else if (one.loader.refersTo(loader) && one.outcome.className().equals(className)) {
        all.remove();
        return one.outcome.isOf(classFile) ? one.outcome : null;
      }
    }
    return null;
  }
}
