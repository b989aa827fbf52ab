package io.offheap.agent.fuzz;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of a generated program: a line, or a block with parts between its first and its last line.
 * A tree, so that shrinking can take parts out.
 */
final class Piece {
  private final String open;
  private final String close;
  private final List<Piece> parts;

  private Piece(String open, List<Piece> parts, String close) {
    this.open = open;
    this.parts = parts;
    this.close = close;
  }

  static Piece line(String text) {
    return new Piece(text, new ArrayList<>(), "");
  }

  static Piece block(String open, List<Piece> parts, String close) {
    return new Piece(open, new ArrayList<>(parts), close);
  }

  /** Parts in a row, without lines around them. */
  static Piece sequence(List<Piece> parts) {
    return block("", parts, "");
  }

  /** The parts, which may be changed. */
  List<Piece> parts() {
    return parts;
  }

  /** The program text. */
  String text() {
    StringBuilder text = new StringBuilder();
    write(text, 0);
    return text.toString();
  }

  private void write(StringBuilder text, int depth) {
    writeLine(text, depth, open);
    for (Piece part : parts) {
      part.write(text, open.isEmpty() ? depth : depth + 1);
    }
    writeLine(text, depth, close);
  }

  private static void writeLine(StringBuilder text, int depth, String line) {
    if (!line.isEmpty()) {
      text.append("  ".repeat(depth)).append(line).append('\n');
    }
  }
}
