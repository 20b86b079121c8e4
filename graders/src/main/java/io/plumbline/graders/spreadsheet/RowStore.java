package io.plumbline.graders.spreadsheet;

import io.plumbline.graders.csv.Escaped;
import io.plumbline.graders.spreadsheet.TableIndex.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The rows of a gold table, one for each of its slots: what is known of a row side by side, all
 * texts in one. In a long table met in any order, every object that a row is spread over is one
 * more wait for memory.
 */
final class RowStore {
  private static final Rule[] RULES = Rule.values();
  private static final int RULE_BITS = 2;

  // Of each slot.
  private static final int COPIES = 0;
  private static final int TEXT_CELLS = 1;
  private static final int MONEY_CELLS = 2;
  private static final int MENTIONS = 3;
  private static final int LINE_START = 4;
  private static final int LINE_END = 5;
  private static final int HEAD = 6;

  // Behind them, of each cell of the slot.
  private static final int START = 0;
  private static final int END = 1;
  private static final int ASKED = 2;
  private static final int CELL = 3;

  private final int width;
  private final int stride;
  private int[] facts;
  private String texts = "";
  private final StringBuilder growing = new StringBuilder();
  private final List<String> amounts = new ArrayList<>();
  private int slots;

  /** Room for so many rows of so many cells. */
  RowStore(int rows, int width) {
    this.width = width;
    stride = HEAD + width * CELL;
    facts = new int[Math.multiplyExact(rows, stride)];
  }

  /** Begins the next slot with its cells; nothing is asked of them yet. */
  int add(List<String> cells) {
    int slot = slots++;
    int at = slot * stride;
    facts[at + LINE_START] = growing.length();
    for (int c = 0; c < width; c++) {
      String cell = cells.get(c);
      boolean quoted = needsQuotes(cell);
      growing.append(c > 0 ? "," : "").append(quoted ? "\"" : "");
      facts[cell(slot, c) + START] = growing.length();
      growing.append(cell.replace("\"", "\"\""));
      facts[cell(slot, c) + END] = growing.length();
      growing.append(quoted ? "\"" : "");
      amounts.add("");
    }
    facts[at + LINE_END] = growing.length();
    for (int c = 0; c < width; c++) {
      String cell = cells.get(c);
      if (cell.indexOf('"') >= 0) { // its text stands in no line as it is
        facts[cell(slot, c) + START] = growing.length();
        facts[cell(slot, c) + END] = growing.append(cell).length();
      }
    }
    return slot;
  }

  /** What has been added is all there is. */
  void close() {
    texts = growing.toString();
    growing.setLength(0);
    growing.trimToSize();
    facts = Arrays.copyOf(facts, slots * stride);
  }

  /** One more row of the gold has this slot's key. */
  void addCopy(int slot) {
    facts[slot * stride + COPIES]++;
  }

  /** Sets what a cell asks of an output; {@code amount} is its canonical number if it has one. */
  @SuppressWarnings("EnumOrdinal") // read back in this class alone
  void ask(int slot, int column, Rule rule, String amount) {
    int at = slot * stride;
    int counted = rule == Rule.TEXT ? TEXT_CELLS : MONEY_CELLS;
    facts[at + counted] += rule == Rule.NONE ? 0 : 1;
    facts[cell(slot, column) + ASKED] += rule.ordinal();
    amounts.set(slot * width + column, amount);
  }

  /** Asks nothing of this slot's cells any more. */
  void askNothing(int slot) {
    facts[slot * stride + TEXT_CELLS] = 0;
    facts[slot * stride + MONEY_CELLS] = 0;
    for (int c = 0; c < width; c++) {
      facts[cell(slot, c) + ASKED] &= -1 << RULE_BITS;
    }
  }

  /** Mentions of money in millions that a cell keeps: the most of those of its slot's rows. */
  void keep(int slot, int column, int mentions) {
    int more = mentions - mentions(slot, column);
    if (more > 0) {
      facts[cell(slot, column) + ASKED] += more << RULE_BITS;
      facts[slot * stride + MENTIONS] += more;
    }
  }

  /** A row as CSV with no more quotes than it needs. */
  static String line(List<String> cells) {
    RowStore one = new RowStore(1, cells.size());
    one.add(cells);
    one.close();
    return one.texts.substring(0, one.lineLength(0));
  }

  /** No cell of a gold has a carriage return: each reads as a line feed. */
  private static boolean needsQuotes(String cell) {
    return cell.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n');
  }

  private int cell(int slot, int column) {
    return slot * stride + HEAD + column * CELL;
  }

  int slots() {
    return slots;
  }

  int copies(int slot) {
    return facts[slot * stride + COPIES];
  }

  int textCells(int slot) {
    return facts[slot * stride + TEXT_CELLS];
  }

  int moneyCells(int slot) {
    return facts[slot * stride + MONEY_CELLS];
  }

  int mentions(int slot) {
    return facts[slot * stride + MENTIONS];
  }

  int mentions(int slot, int column) {
    return facts[cell(slot, column) + ASKED] >>> RULE_BITS;
  }

  Rule rule(int slot, int column) {
    return RULES[facts[cell(slot, column) + ASKED] & ((1 << RULE_BITS) - 1)];
  }

  /** Chars of the row as {@link #line} gives it. */
  int lineLength(int slot) {
    return facts[slot * stride + LINE_END] - facts[slot * stride + LINE_START];
  }

  /** Whether {@code text} has the row, letter for letter, from {@code start}. */
  boolean isLine(int slot, String text, int start) {
    int from = facts[slot * stride + LINE_START];
    int length = facts[slot * stride + LINE_END] - from;
    return text.regionMatches(start, texts, from, length) && Lines.isEnd(text, start + length);
  }

  /** Whether the cell is {@code text[from, to)}. */
  boolean isCell(int slot, int column, String text, int from, int to) {
    int at = cell(slot, column);
    int start = facts[at + START];
    int length = facts[at + END] - start;
    return to - from == length && text.regionMatches(from, texts, start, length);
  }

  /** Whether the cell is what {@code text[from, to)} reads: see {@link Escaped}. */
  boolean isEscapedCell(int slot, int column, String text, int from, int to) {
    int at = cell(slot, column);
    return Escaped.reads(text, from, to, texts, facts[at + START], facts[at + END]);
  }

  /** Builds a string. */
  String text(int slot, int column) {
    int at = cell(slot, column);
    return texts.substring(facts[at + START], facts[at + END]);
  }

  String amount(int slot, int column) {
    return amounts.get(slot * width + column);
  }
}
