package io.plumbline.graders.spreadsheet;

import io.plumbline.graders.csv.Escaped;
import io.plumbline.graders.tasks.TableReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A gold table made ready for comparison: its columns, its rows by key, and what each of its cells
 * asks of an output. Rows that share a key share a slot. Immutable.
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

  private final GoldColumns columns;
  private final KeyTable keys;
  private final int rows;
  private final RowStore gold;

  /** The rows of each slot whose key the gold repeats; empty where it repeats none. */
  private final List<List<GoldRow>> repeated;

  private final int repeatedRows;

  /** Where each slot's key comes first, from 0. */
  private final int[] firstRows;

  private final int allTextCells;
  private final int allMoneyCells;
  private final List<String> undetermined = new ArrayList<>();

  /**
   * Indexes a reference's gold.
   *
   * @param input what the output is made from; blank where everything counts as determined
   * @throws IllegalArgumentException if the gold is no table with the key columns
   */
  TableIndex(TableReference reference, String input) {
    GoldTable read = GoldTable.of(reference);
    columns = new GoldColumns(read, reference);
    rows = read.rows().size();
    gold = new RowStore(rows, columns.width());
    Determined determined = new Determined(input, columns);
    Map<List<String>, Integer> slotsByKey = new LinkedHashMap<>();
    firstRows = new int[rows];
    for (int row = 0; row < rows; row++) {
      firstRows[gold.slots()] = row; // the next slot's, if this row begins one
      add(read.rows().get(row), determined, slotsByKey);
    }
    gold.close();
    keys = new KeyTable(columns, gold, slotsByKey);
    repeated = gold.slots() < rows ? repeated(read.rows(), determined, slotsByKey) : List.of();
    repeatedRows = repeated.stream().mapToInt(List::size).sum();
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
    for (int c = 0; c < columns.width(); c++) {
      String cell = row.get(c);
      gold.keep(slot, c, columns.isMoney(c) ? 0 : Amounts.millions(cell, 0, cell.length()));
    }
    if (known != null) {
      gold.askNothing(slot); // which of the rows an output's row stands for is told by all of it
      return;
    }
    for (int c = 0; c < columns.width(); c++) {
      ask(slot, c, row.get(c), key, determined);
    }
  }

  private List<String> key(List<String> row) {
    return Arrays.stream(columns.keys()).mapToObj(row::get).toList();
  }

  private void ask(int slot, int column, String cell, List<String> key, Determined determined) {
    gold.ask(slot, column, rule(column, cell, key, determined), amount(column, cell));
  }

  private Rule rule(int column, String cell, List<String> key, Determined determined) {
    String amount = amount(column, cell);
    if (columns.isKey(column)) {
      return Rule.NONE;
    }
    if (!determined.isDetermined(key, column, cell, amount)) {
      undetermined.add("cell " + columns.name(column) + " of row " + String.join(", ", key));
      return Rule.NONE;
    }
    return !columns.isMoney(column) ? Rule.TEXT : amount.isEmpty() ? Rule.MONEY_TEXT : Rule.AMOUNT;
  }

  /** The canonical number of a plain one under a money column, else "". */
  private String amount(int column, String cell) {
    boolean plain = columns.isMoney(column) && Amounts.isPlain(cell, 0, cell.length());
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
    String[] amounts = new String[columns.width()];
    Rule[] rules = new Rule[columns.width()];
    for (int c = 0; c < columns.width(); c++) {
      amounts[c] = amount(c, row.get(c));
      rules[c] = rule(c, row.get(c), key, determined);
    }
    return new GoldRow(number, row.toArray(new String[0]), amounts, rules);
  }

  GoldColumns columns() {
    return columns;
  }

  KeyTable keys() {
    return keys;
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

  /** Whether this slot's cell is {@code text[from, to)}. */
  boolean isCell(int slot, int column, String text, int from, int to) {
    return gold.isCell(slot, column, text, from, to);
  }

  /** Whether this slot's cell is what {@code text[from, to)} reads: see {@link Escaped}. */
  boolean isEscapedCell(int slot, int column, String text, int from, int to) {
    return gold.isEscapedCell(slot, column, text, from, to);
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

  /** The number of the gold's first row with this slot's key, from 1. */
  int rowNumber(int slot) {
    return firstRows[slot] + 1;
  }

  /** Cells left out because the input does not determine them, in words. */
  List<String> undetermined() {
    return undetermined.stream().distinct().toList();
  }
}
