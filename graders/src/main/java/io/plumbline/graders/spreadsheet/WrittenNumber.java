package io.plumbline.graders.spreadsheet;

import java.util.Optional;

/**
 * A cell that is one number as some country writes it, with a currency or a unit around it if any.
 * A point, a comma, a space or an apostrophe, always the same, groups three digits; another point
 * or comma may come before decimals.
 */
final class WrittenNumber {
  private static final String MARKS = ".,' \u00a0\u202f\u2019";

  /** Most characters before and behind: {@code (EUR 12)}, {@code 12 pcs.}. */
  private static final int LONGEST_UNIT = 5;

  private enum Last {
    GROUPS,
    DECIMALS,
    /** Three digits behind a point or comma that is alone: {@code 1.234}. */
    EITHER
  }

  private final String cell;
  private final int from;
  private final int to;

  /** The last of its marks; {@link #to} without any. */
  private final int mark;

  private final Last last;

  private WrittenNumber(String cell, int from, int to, int mark, Last last) {
    this.cell = cell;
    this.from = from;
    this.to = to;
    this.mark = mark;
    this.last = last;
  }

  /** The number that a cell is, if it is one. */
  static Optional<WrittenNumber> of(String cell) {
    int from = 0;
    int to = cell.length();
    while (from < to && !isDigit(cell.charAt(from))) {
      from++;
    }
    while (to > from && !isDigit(cell.charAt(to - 1))) {
      to--;
    }
    if (from == to || from > LONGEST_UNIT || cell.length() - to > LONGEST_UNIT) {
      return Optional.empty();
    }
    int first = digitsEnd(cell, from, to);
    if (first == to) {
      return Optional.of(new WrittenNumber(cell, from, to, to, Last.GROUPS));
    }
    boolean grouped = first - from <= 3 && cell.charAt(from) != '0';
    int mark = first;
    while (true) {
      int end = digitsEnd(cell, mark + 1, to);
      boolean three = end - mark == 4;
      if (MARKS.indexOf(cell.charAt(mark)) < 0) {
        return Optional.empty();
      }
      boolean same = cell.charAt(mark) == cell.charAt(first);
      if (end == to) {
        boolean mayGroup = grouped && three && same;
        boolean mayBeDecimal =
            (mark == first || (grouped && !same)) && ".,".indexOf(cell.charAt(mark)) >= 0;
        if (!mayGroup && !mayBeDecimal) {
          return Optional.empty();
        }
        Last last = !mayGroup ? Last.DECIMALS : mayBeDecimal ? Last.EITHER : Last.GROUPS;
        return Optional.of(new WrittenNumber(cell, from, to, mark, last));
      }
      grouped &= three && same;
      mark = end;
    }
  }

  /** Whether its last mark is a comma that can only come before decimals. */
  boolean hasDecimalComma() {
    return last == Last.DECIMALS && cell.charAt(mark) == ',';
  }

  /**
   * Its canonical value. A mark that may do either comes before decimals if it is the one that does
   * so in a country of decimal commas or points.
   */
  String value(boolean commas) {
    boolean decimal =
        last == Last.DECIMALS || (last == Last.EITHER && (cell.charAt(mark) == ',') == commas);
    StringBuilder plain = new StringBuilder(isNegative() ? "-" : "");
    for (int at = from; at < to; at++) {
      if (isDigit(cell.charAt(at))) {
        plain.append(cell.charAt(at));
      } else if (at == mark && decimal) {
        plain.append('.');
      }
    }
    return Amounts.canonical(plain.toString(), 0);
  }

  /** A minus before or right behind it, or brackets around it. */
  private boolean isNegative() {
    for (int at = 0; at < from; at++) {
      char c = cell.charAt(at);
      if (c == '-' || c == '\u2212' || c == '(') {
        return true;
      }
    }
    return cell.startsWith("-", to);
  }

  private static int digitsEnd(String text, int from, int to) {
    int at = from;
    while (at < to && isDigit(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
