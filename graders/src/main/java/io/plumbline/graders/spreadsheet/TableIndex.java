package io.plumbline.graders.spreadsheet;

import io.plumbline.graders.csv.CsvScanner;
import io.plumbline.graders.tasks.TableReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.IntStream;

/**
 * A gold table made ready for comparison: its rows by key, and what each of its cells asks of an
 * output. Rows that share a key share a slot. Immutable.
 */
final class TableIndex {

  /** How a gold cell is compared. */
  enum Rule {
    /** Not at all: a key, a cell that the input does not determine, or a row of an unclear key. */
    NONE,
    /** Equal after trimming, for cell_fidelity. */
    TEXT,
    /** A plain number of the same value, for unit_consistency. */
    AMOUNT,
    /** Equal after trimming, for unit_consistency: a money cell that holds no plain number. */
    MONEY_TEXT
  }

  private static final int COPIES = 0;
  private static final int TEXT_CELLS = 1;
  private static final int MONEY_CELLS = 2;
  private static final int MENTIONS = 3;
  private static final int FACTS = 4;

  private final List<String> columns;
  private final int width;
  private final int[] inOrder;
  private final String[] normalColumns;
  private final int[] keyColumns;
  private final boolean[] keyed;
  private final boolean[] money;
  private final List<String> required;
  private final int requiredInGold;
  private final String headerLine;

  private final List<String> undetermined = new ArrayList<>();
  private final int rows;
  private final int slots;
  private final String[] cells;
  private final String[] amounts;
  private final Rule[] rules;
  private final int[] mentions;

  /** What is known of each slot, side by side: {@link #COPIES} and so on. */
  private final int[] facts;

  private final int allTextCells;
  private final int allMoneyCells;

  /** Each slot's row as CSV with no more quotes than it needs. */
  private final String[] lines;

  /** Open addressing over the hash of the key cells; an entry is a slot + 1, or 0. */
  private final int[] table;

  /** Cells of a line up to the last key column. */
  private final int headCells;

  /**
   * Indexes a reference's gold.
   *
   * @param input what the output is made from; blank where everything counts as determined
   * @throws IllegalArgumentException if the gold is no table with the key columns
   */
  TableIndex(TableReference reference, String input) {
    GoldTable gold = GoldTable.of(reference);
    columns = gold.header();
    width = columns.size();
    inOrder = IntStream.range(0, width).toArray();
    headerLine = line(columns);
    normalColumns = columns.stream().map(Names::normal).toArray(String[]::new);
    keyColumns = gold.keyColumns().stream().mapToInt(Integer::intValue).toArray();
    keyed = new boolean[width];
    for (int column : keyColumns) {
      keyed[column] = true;
    }
    headCells = Arrays.stream(keyColumns).max().orElseThrow() + 1;
    money = new boolean[width];
    for (String name : reference.moneyColumns()) {
      int column = column(Names.normal(name));
      if (column >= 0 && !isKey(column)) {
        money[column] = true;
      }
    }
    required = reference.requiredColumns().stream().map(Names::trim).toList();
    requiredInGold = (int) required.stream().filter(columns::contains).count();

    rows = gold.rows().size();
    cells = new String[rows * width];
    amounts = new String[rows * width];
    rules = new Rule[rows * width];
    mentions = new int[rows * width];
    facts = new int[rows * FACTS];
    lines = new String[rows];
    table = new int[Integer.highestOneBit(Math.max(rows, 2) * 4 - 1)];
    Determined determined = new Determined(input, columns, keyColumns, money);
    int used = 0;
    for (List<String> row : gold.rows()) {
      String[] key = key(row);
      int entry = entryOf(key);
      if (table[entry] == 0) {
        table[entry] = ++used;
      }
      add(table[entry] - 1, row, key, determined);
    }
    slots = used;
    int allText = 0;
    int allMoney = 0;
    for (int slot = 0; slot < slots; slot++) {
      allText += textCells(slot);
      allMoney += moneyCells(slot);
      for (int c = 0; c < width; c++) {
        facts[slot * FACTS + MENTIONS] += mentions(slot, c);
      }
    }
    allTextCells = allText;
    allMoneyCells = allMoney;
  }

  private void add(int slot, List<String> row, String[] key, Determined determined) {
    int of = slot * FACTS;
    boolean first = facts[of + COPIES]++ == 0;
    lines[slot] = line(row);
    for (int c = 0; c < width; c++) {
      int at = slot * width + c;
      String cell = row.get(c);
      int millions = money[c] ? 0 : Amounts.millions(cell, 0, cell.length());
      mentions[at] = Math.max(mentions[at], millions);
      if (!first) {
        rules[at] = Rule.NONE; // which of the rows an output's row stands for cannot be known
        continue;
      }
      cells[at] = cell;
      boolean plain = money[c] && Amounts.isPlain(cell, 0, cell.length());
      amounts[at] = plain ? Amounts.canonical(cell, 0) : "";
      if (isKey(c)) {
        rules[at] = Rule.NONE;
      } else if (!determined.isDetermined(key, c, cell, amounts[at])) {
        rules[at] = Rule.NONE;
        undetermined.add("cell " + columns.get(c) + " of row " + String.join(", ", key));
      } else if (money[c]) {
        rules[at] = plain ? Rule.AMOUNT : Rule.MONEY_TEXT;
        facts[of + MONEY_CELLS]++;
      } else {
        rules[at] = Rule.TEXT;
        facts[of + TEXT_CELLS]++;
      }
    }
    if (!first) {
      facts[of + TEXT_CELLS] = 0;
      facts[of + MONEY_CELLS] = 0;
    }
  }

  /** The gold's header cells, trimmed. */
  List<String> columns() {
    return columns;
  }

  /** The positions of the columns in a header like the gold's: 0, 1, 2 … To be read only. */
  int[] inOrder() {
    return inOrder;
  }

  /** The column of this normalised name: the first such one, or -1. */
  int column(String normal) {
    return Arrays.asList(normalColumns).indexOf(normal);
  }

  String normalColumn(int column) {
    return normalColumns[column];
  }

  int[] keyColumns() {
    return keyColumns;
  }

  boolean isKey(int column) {
    return keyed[column];
  }

  boolean isMoney(int column) {
    return money[column];
  }

  /** The required columns' names, trimmed. */
  List<String> required() {
    return required;
  }

  /** How many of the required columns the gold's own header has. */
  int requiredInGold() {
    return requiredInGold;
  }

  /** The gold's header as CSV with no more quotes than it needs. */
  String headerLine() {
    return headerLine;
  }

  /** Rows of the gold, at least 1. */
  int rows() {
    return rows;
  }

  /** Distinct keys of the gold. */
  int slots() {
    return slots;
  }

  /** Rows of the gold with this slot's key. */
  int copies(int slot) {
    return facts[slot * FACTS + COPIES];
  }

  /** Cells of this slot that cell_fidelity compares. */
  int textCells(int slot) {
    return facts[slot * FACTS + TEXT_CELLS];
  }

  /** Cells of this slot that unit_consistency compares. */
  int moneyCells(int slot) {
    return facts[slot * FACTS + MONEY_CELLS];
  }

  /** Cells of the whole table that cell_fidelity compares. */
  int textCells() {
    return allTextCells;
  }

  /** Cells of the whole table that unit_consistency compares. */
  int moneyCells() {
    return allMoneyCells;
  }

  /**
   * The row of this slot as CSV with no more quotes than it needs, to be recognised at a glance.
   * Only where the slot has one copy does it stand for all there is.
   */
  String line(int slot) {
    return lines[slot];
  }

  /**
   * The slot of one copy whose line {@code text} has from {@code start}, or -1. Lines are found by
   * their key as it is written: those that quote it, or have their key columns in another order,
   * are not found.
   */
  int slotOfLine(String text, int start) {
    int entry = spread(lineHash(text, start)) & (table.length - 1);
    while (table[entry] != 0) {
      int slot = table[entry] - 1;
      if (copies(slot) == 1 && isLine(lines[slot], text, start)) {
        return slot;
      }
      entry = (entry + 1) & (table.length - 1);
    }
    return -1;
  }

  /** Whether {@code text} has {@code line}, letter for letter, from {@code start}. */
  static boolean isLine(String line, String text, int start) {
    if (!text.startsWith(line, start)) {
      return false;
    }
    int end = start + line.length();
    return end == text.length() || text.charAt(end) == '\n' || text.charAt(end) == '\r';
  }

  /** What {@link #hash} makes of the key cells of the line at {@code start}. */
  private int lineHash(String text, int start) {
    int hash = 0;
    int column = 0;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean ends = c <= ',' && (c == ',' || c == '\n' || c == '\r');
      if (keyed[column]) {
        hash = 31 * hash + (ends ? 1 : c);
      }
      if (ends && (c != ',' || ++column == headCells)) {
        return hash;
      }
    }
    return keyed[column] ? 31 * hash + 1 : hash; // the text's end ends a cell
  }

  String cell(int slot, int column) {
    return cells[slot * width + column];
  }

  /** The canonical number of an {@link Rule#AMOUNT} cell. */
  String amount(int slot, int column) {
    return amounts[slot * width + column];
  }

  Rule rule(int slot, int column) {
    return rules[slot * width + column];
  }

  /** Mentions of money in millions that this cell keeps; 0 for money columns. */
  int mentions(int slot, int column) {
    return mentions[slot * width + column];
  }

  /** Mentions of money in millions that all cells of this slot keep. */
  int mentions(int slot) {
    return facts[slot * FACTS + MENTIONS];
  }

  /** The slot's key in words: its cells, parted by commas. */
  String keyInWords(int slot) {
    List<String> key = new ArrayList<>();
    for (int column : keyColumns) {
      key.add(cell(slot, column));
    }
    return String.join(", ", key);
  }

  /**
   * The slot of the key whose cells {@code key} holds, or -1.
   *
   * @param hash what {@link #hash} makes of the key's cells one after another, from 0
   */
  int slot(Key key, int hash) {
    int entry = spread(hash) & (table.length - 1);
    while (table[entry] != 0) {
      int slot = table[entry] - 1;
      if (isAt(slot, key)) {
        return slot;
      }
      entry = (entry + 1) & (table.length - 1);
    }
    return -1;
  }

  /** Whether this slot's key is {@code key}. */
  boolean isAt(int slot, Key key) {
    for (int k = 0; k < keyColumns.length; k++) {
      if (!key.isCell(k, cell(slot, keyColumns[k]))) {
        return false;
      }
    }
    return true;
  }

  /** A key in hand, cell by cell in the order of the key columns. */
  interface Key {
    boolean isCell(int k, String expected);
  }

  /** Continues {@code hash} with one more key cell. */
  static int hash(int hash, String text, int from, int to) {
    int h = hash;
    for (int i = from; i < to; i++) {
      h = 31 * h + text.charAt(i);
    }
    return 31 * h + 1;
  }

  private static int spread(int hash) {
    return (hash * 0x9E3779B9) >>> 7;
  }

  private static String line(List<String> row) {
    StringJoiner line = new StringJoiner(",");
    for (String cell : row) {
      boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
      line.add(plain ? cell : '"' + cell.replace("\"", "\"\"") + '"');
    }
    return line.toString();
  }

  /** Where the table holds this key, or the free entry where it belongs. */
  private int entryOf(String[] key) {
    int hash = 0;
    for (String cell : key) {
      hash = hash(hash, cell, 0, cell.length());
    }
    int entry = spread(hash) & (table.length - 1);
    while (table[entry] != 0 && !isAt(table[entry] - 1, (k, expected) -> key[k].equals(expected))) {
      entry = (entry + 1) & (table.length - 1);
    }
    return entry;
  }

  private String[] key(List<String> row) {
    String[] key = new String[keyColumns.length];
    for (int k = 0; k < key.length; k++) {
      key[k] = row.get(keyColumns[k]);
    }
    return key;
  }

  /** Cells left out because the input does not determine them, in words. */
  List<String> undetermined() {
    return List.copyOf(undetermined);
  }

  /** Reads records as lists of trimmed cells. */
  static List<String> trimmedCells(CsvScanner record) {
    List<String> cells = new ArrayList<>(record.cellCount());
    for (int i = 0; i < record.cellCount(); i++) {
      cells.add(Names.trim(record.cell(i)));
    }
    return cells;
  }
}
