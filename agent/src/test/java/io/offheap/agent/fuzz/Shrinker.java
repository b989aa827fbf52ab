package io.offheap.agent.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Makes a failing program smaller, part by part, as long as it goes on failing. */
final class Shrinker {
  private final Predicate<String> fails;
  private int attemptsLeft;

  /**
   * @param fails whether a program text compiles and fails
   * @param attempts most programs to try
   */
  Shrinker(Predicate<String> fails, int attempts) {
    this.fails = fails;
    this.attemptsLeft = attempts;
  }

  /** Shrinks {@code program} in place. */
  void shrink(Piece program) {
    boolean smaller = true;
    while (smaller && attemptsLeft > 0) {
      smaller = shrinkParts(program, program);
    }
  }

  private boolean shrinkParts(Piece program, Piece piece) {
    boolean smaller = false;
    for (int size = Math.max(1, piece.parts().size() / 2); size > 0; size /= 2) {
      for (int at = piece.parts().size() - size; at >= 0; at--) {
        smaller |=
            at + size <= piece.parts().size() && replace(program, piece, at, size, List.of());
      }
    }
    for (int at = piece.parts().size() - 1; at >= 0; at--) {
      Piece part = piece.parts().get(at);
      if (!part.parts().isEmpty()) {
        smaller |=
            replace(program, piece, at, 1, new ArrayList<>(part.parts()))
                || shrinkParts(program, part);
      }
    }
    return smaller;
  }

  /** Puts {@code instead} in the place of some parts, if the program still fails then. */
  private boolean replace(Piece program, Piece piece, int at, int size, List<Piece> instead) {
    if (attemptsLeft-- <= 0) {
      return false;
    }
    List<Piece> before = new ArrayList<>(piece.parts());
    List<Piece> range = piece.parts().subList(at, at + size);
    range.clear();
    piece.parts().addAll(at, instead);
    if (fails.test(program.text())) {
      return true;
    }
    piece.parts().clear();
    piece.parts().addAll(before);
    return false;
  }
}
