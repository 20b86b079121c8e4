package io.plumbline.graders.spreadsheet;

import io.plumbline.graders.csv.CsvScanner;
import io.plumbline.graders.pytext.PyText;

/**
 * The cell of an output that is in hand, trimmed: a stretch of the output, or of an unescaped copy.
 */
final class OutputCell {
  private final TableIndex index;
  private final String output;
  private final CsvScanner scanner;
  private String text;
  private int from;
  private int to;

  /** None is in hand until one is loaded. */
  OutputCell(TableIndex index, String output, CsvScanner scanner) {
    this.index = index;
    this.output = output;
    this.scanner = scanner;
    text = output;
  }

  /** Takes a cell of the record at hand. */
  void load(int cell) {
    if (scanner.isVerbatim(cell)) {
      text = output;
      from = scanner.start(cell);
      to = scanner.end(cell);
    } else {
      text = scanner.cell(cell);
      from = 0;
      to = text.length();
    }
    while (from < to && text.charAt(to - 1) == ' ') {
      to--;
    }
    while (from < to && text.charAt(from) == ' ') {
      from++;
    }
    if (from < to && (isEdge(text.charAt(from)) || isEdge(text.charAt(to - 1)))) {
      to = PyText.stripEnd(text, from, to);
      from = PyText.stripStart(text, from, to);
    }
  }

  /** Whether this may be white space. */
  private static boolean isEdge(char c) {
    return c <= ' ' || c > '~';
  }

  /** Continues a key's hash: see {@link KeyTable#hash}. */
  int hash(int hash) {
    return KeyTable.hash(hash, text, from, to);
  }

  boolean reads(String expected) {
    return to - from == expected.length() && text.startsWith(expected, from);
  }

  /** Whether it reads as this gold cell. */
  boolean isCell(int slot, int column) {
    return index.isCell(slot, column, text, from, to);
  }

  /** Whether it is what a row of a repeated key asks of this column. */
  boolean isCell(GoldRow row, int column) {
    return row.isCell(column, text, from, to);
  }

  /** Whether it is a plain number of this gold cell's value. */
  boolean isAmount(int slot, int column) {
    return Amounts.isPlain(text, from, to) // before a look at what is kept far away
        && Amounts.equalsPlain(text, from, to, index.amount(slot, column));
  }

  /** Whether it is an amount in any country's spelling. */
  boolean isAmount() {
    return Amounts.isAmount(text, from, to);
  }

  /** Mentions of money in millions. */
  int millions() {
    return Amounts.millions(text, from, to);
  }
}
