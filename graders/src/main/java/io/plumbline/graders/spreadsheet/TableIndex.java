package io.plumbline.graders.spreadsheet;

import io.plumbline.graders.csv.CsvScanner;
import io.plumbline.graders.tasks.TableReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A gold table made ready for comparison: its rows by key, and what each of its cells asks of an
 * output. Rows that share a key share a slot. Immutable.
 */
final class TableIndex {

  /** How a gold cell is compared. */
  enum Rule {
    /** Not by itself: a key, what the input does not determine, or a key that the gold repeats. */
    NONE,
    /** Equal after trimming, for cell_fidelity. */
    TEXT,
    /** A plain number of the same value, for unit_consistency. */
    AMOUNT,
    /** Equal after trimming, for unit_consistency: a money cell that holds no plain number. */
    MONEY_TEXT
  }

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
  private final RowStore gold;

  /** The rows of each slot whose key the gold repeats; empty where it repeats none. */
  private final List<List<GoldRow>> repeated;

  private final int repeatedRows;

  private final int allTextCells;
  private final int allMoneyCells;

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
    GoldTable read = GoldTable.of(reference);
    columns = read.header();
    width = columns.size();
    inOrder = IntStream.range(0, width).toArray();
    headerLine = RowStore.line(columns);
    normalColumns = columns.stream().map(Names::normal).toArray(String[]::new);
    keyColumns = read.keyColumns().stream().mapToInt(Integer::intValue).toArray();
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

    rows = read.rows().size();
    gold = new RowStore(rows, width);
    Determined determined = new Determined(input, columns, keyColumns, money);
    Map<List<String>, Integer> slotsByKey = new LinkedHashMap<>();
    for (List<String> row : read.rows()) {
      add(row, determined, slotsByKey);
    }
    gold.close();
    repeated = gold.slots() < rows ? repeated(read.rows(), determined, slotsByKey) : List.of();
    repeatedRows = repeated.stream().mapToInt(List::size).sum();
    table = new int[Integer.highestOneBit(Math.max(rows, 2) * 4 - 1)];
    slotsByKey.forEach(this::place);
    int allText = 0;
    int allMoney = 0;
    for (int slot = 0; slot < gold.slots(); slot++) {
      allText += textCells(slot);
      allMoney += moneyCells(slot);
    }
    for (List<GoldRow> same : repeated) {
      for (GoldRow row : same) {
        allText += row.textCells();
        allMoney += row.moneyCells();
      }
    }
    allTextCells = allText;
    allMoneyCells = allMoney;
  }

  private void add(List<String> row, Determined determined, Map<List<String>, Integer> slotsByKey) {
    List<String> key = key(row);
    Integer known = slotsByKey.get(key);
    int slot = known == null ? gold.add(row) : known;
    slotsByKey.put(key, slot);
    gold.addCopy(slot);
    for (int c = 0; c < width; c++) {
      String cell = row.get(c);
      gold.keep(slot, c, money[c] ? 0 : Amounts.millions(cell, 0, cell.length()));
      if (known == null) {
        ask(slot, c, cell, key, determined);
      }
    }
    if (known != null) {
      gold.askNothing(slot); // which of the rows an output's row stands for is told by all of it
    }
  }

  private List<String> key(List<String> row) {
    return Arrays.stream(keyColumns).mapToObj(row::get).toList();
  }

  private void ask(int slot, int column, String cell, List<String> key, Determined determined) {
    gold.ask(slot, column, rule(column, cell, key, determined), amount(column, cell));
  }

  private Rule rule(int column, String cell, List<String> key, Determined determined) {
    String amount = amount(column, cell);
    if (isKey(column)) {
      return Rule.NONE;
    }
    if (!determined.isDetermined(key, column, cell, amount)) {
      undetermined.add("cell " + columns.get(column) + " of row " + String.join(", ", key));
      return Rule.NONE;
    }
    return !money[column] ? Rule.TEXT : amount.isEmpty() ? Rule.MONEY_TEXT : Rule.AMOUNT;
  }

  /** The canonical number of a plain one under a money column, else "". */
  private String amount(int column, String cell) {
    boolean plain = money[column] && Amounts.isPlain(cell, 0, cell.length());
    return plain ? Amounts.canonical(cell, 0) : "";
  }

  /** The rows of repeated keys by slot, first those of which more is asked: see StrictPass. */
  private List<List<GoldRow>> repeated(
      List<List<String>> all, Determined determined, Map<List<String>, Integer> slotsByKey) {
    List<List<GoldRow>> bySlot = new ArrayList<>();
    for (int slot = 0; slot < gold.slots(); slot++) {
      bySlot.add(new ArrayList<>());
    }
    int number = 0;
    for (List<String> row : all) {
      List<String> key = key(row);
      int slot = slotsByKey.getOrDefault(key, -1);
      if (gold.copies(slot) > 1) {
        bySlot.get(slot).add(whole(number++, row, key, determined));
      }
    }
    for (List<GoldRow> same : bySlot) {
      same.sort(Comparator.comparingInt(GoldRow::comparedCells).reversed());
    }
    return bySlot;
  }

  private GoldRow whole(int number, List<String> row, List<String> key, Determined determined) {
    String[] amounts = new String[width];
    Rule[] rules = new Rule[width];
    for (int c = 0; c < width; c++) {
      amounts[c] = amount(c, row.get(c));
      rules[c] = rule(c, row.get(c), key, determined);
    }
    return new GoldRow(number, row.toArray(new String[0]), amounts, rules);
  }

  /** Makes a key's slot known to the table. */
  private void place(List<String> key, int slot) {
    int entry = spread(hash(key)) & (table.length - 1);
    while (table[entry] != 0) {
      entry = (entry + 1) & (table.length - 1);
    }
    table[entry] = slot + 1;
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
    return gold.slots();
  }

  /** The gold's rows with this slot's key, which it repeats: first those of which more is asked. */
  List<GoldRow> repeated(int slot) {
    return repeated.get(slot);
  }

  /** Rows of the gold whose key it repeats. */
  int repeatedRows() {
    return repeatedRows;
  }

  /** Rows of the gold with this slot's key. */
  int copies(int slot) {
    return gold.copies(slot);
  }

  /** Cells of this slot that cell_fidelity compares. */
  int textCells(int slot) {
    return gold.textCells(slot);
  }

  /** Cells of this slot that unit_consistency compares. */
  int moneyCells(int slot) {
    return gold.moneyCells(slot);
  }

  /** Cells of the whole table that cell_fidelity compares. */
  int textCells() {
    return allTextCells;
  }

  /** Cells of the whole table that unit_consistency compares. */
  int moneyCells() {
    return allMoneyCells;
  }

  /** Chars of this slot's row as CSV with no more quotes than it needs. */
  int lineLength(int slot) {
    return gold.lineLength(slot);
  }

  /**
   * Whether {@code text} has this slot's row from {@code start}, letter for letter, to be
   * recognised at a glance. Not where the slot has copies: one does not stand for all there is.
   */
  boolean isRow(int slot, String text, int start) {
    return copies(slot) == 1 && gold.isLine(slot, text, start);
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
      if (isRow(slot, text, start)) {
        return slot;
      }
      entry = (entry + 1) & (table.length - 1);
    }
    return -1;
  }

  /** Whether {@code text} has {@code line}, letter for letter, from {@code start}. */
  static boolean isLine(String line, String text, int start) {
    return text.startsWith(line, start) && endsLine(text, start + line.length());
  }

  /** Whether a line of {@code text} ends at {@code at}. */
  static boolean endsLine(String text, int at) {
    return at == text.length() || text.charAt(at) == '\n' || text.charAt(at) == '\r';
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

  /** Whether this slot's cell is {@code text[from, to)}. */
  boolean isCell(int slot, int column, String text, int from, int to) {
    return gold.isCell(slot, column, text, from, to);
  }

  /** The cell's text. Builds a string. */
  String cell(int slot, int column) {
    return gold.text(slot, column);
  }

  /** The canonical number of an {@link Rule#AMOUNT} cell. */
  String amount(int slot, int column) {
    return gold.amount(slot, column);
  }

  Rule rule(int slot, int column) {
    return gold.rule(slot, column);
  }

  /** Mentions of money in millions that this cell keeps; 0 for money columns. */
  int mentions(int slot, int column) {
    return gold.mentions(slot, column);
  }

  /** Mentions of money in millions that all cells of this slot keep. */
  int mentions(int slot) {
    return gold.mentions(slot);
  }

  /** The slot's key in words: its cells, parted by commas. */
  String keyInWords(int slot) {
    return String.join(", ", key(slot));
  }

  private List<String> key(int slot) {
    return Arrays.stream(keyColumns).mapToObj(column -> cell(slot, column)).toList();
  }

  /** The slot of the key of these cells, one for each key column, or -1. */
  int slot(List<String> key) {
    return slot(slot -> key(slot).equals(key), hash(key));
  }

  private static int hash(List<String> key) {
    int hash = 0;
    for (String cell : key) {
      hash = hash(hash, cell, 0, cell.length());
    }
    return hash;
  }

  /**
   * The slot of the key in hand, or -1.
   *
   * @param hash what {@link #hash} makes of the key's cells one after another, from 0
   */
  int slot(Key key, int hash) {
    int entry = spread(hash) & (table.length - 1);
    while (table[entry] != 0) {
      int slot = table[entry] - 1;
      if (key.isKeyOf(slot)) {
        return slot;
      }
      entry = (entry + 1) & (table.length - 1);
    }
    return -1;
  }

  /** A key in hand. */
  interface Key {
    /** Whether its cells are those of this slot. */
    boolean isKeyOf(int slot);
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

  /** Cells left out because the input does not determine them, in words. */
  List<String> undetermined() {
    return undetermined.stream().distinct().toList();
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
