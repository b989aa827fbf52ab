package io.offheap.agent.flow;

import io.offheap.agent.verdict.Reason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A class of array values that can meet, as a node of a union-find forest.
 *
 * <p>Everything known of the class is kept at its root: the allocations it holds, whether a marked
 * variable holds it, and the first use that keeps it on the Java heap. {@link #unite} merges two
 * classes and all of that. Near-constant amortised time (Tarjan 1975).
 */
final class FlowNode {
  private FlowNode parent = this;
  private int size = 1;
  private boolean heldByMarkedVariable;
  private boolean outlivesCalls;
  private @Nullable Escape escape;
  private List<Allocation> allocations = new ArrayList<>(1);

  FlowNode root() {
    FlowNode node = this;
    while (node.parent != node) {
      node.parent = node.parent.parent;
      node = node.parent;
    }
    return node;
  }

  /** From here on both are one class. */
  void unite(FlowNode other) {
    FlowNode a = root();
    FlowNode b = other.root();
    if (a == b) {
      return;
    }
    if (a.size < b.size) {
      FlowNode swap = a;
      a = b;
      b = swap;
    }
    b.parent = a;
    a.size += b.size;
    a.heldByMarkedVariable |= b.heldByMarkedVariable;
    a.outlivesCalls |= b.outlivesCalls;
    a.allocations.addAll(b.allocations);
    b.allocations = List.of();
    if (b.escape != null) {
      a.keep(b.escape);
    }
  }

  /** A field, a lambda or a result holds arrays of this class: they may outlive what made them. */
  void outlive() {
    root().outlivesCalls = true;
  }

  /** Whether an array of this class may outlive the call that made it. */
  boolean outlivesCalls() {
    return root().outlivesCalls;
  }

  void add(Allocation allocation) {
    root().allocations.add(allocation);
  }

  void markVariable() {
    root().heldByMarkedVariable = true;
  }

  /** The class stays on the Java heap; the use that comes first in the class file is remembered. */
  void keep(Escape use) {
    FlowNode root = root();
    if (root.escape == null || use.order() < root.escape.order()) {
      root.escape = use;
    }
  }

  void keep(int order, Reason reason, String detail) {
    keep(new Escape(order, reason, detail));
  }

  @Nullable Escape escape() {
    return root().escape;
  }

  List<Allocation> allocations() {
    return root().allocations;
  }

  /**
   * Whether {@code allocation}, one of this class, is a site: it is marked, a marked variable holds
   * its class, or it copies arrays of a class that has a marked allocation.
   */
  boolean isSite(Allocation allocation) {
    FlowNode root = root();
    return allocation.marked()
        || root.heldByMarkedVariable
        || (allocation.isCopy() && root.allocations.stream().anyMatch(Allocation::marked));
  }

  boolean isHeldByMarkedVariable() {
    return root().heldByMarkedVariable;
  }

  /** Whether handles take the place of the arrays of this class. */
  boolean moves() {
    FlowNode root = root();
    return root.escape == null && root.allocations.stream().anyMatch(root::isSite);
  }
}
