package io.plumbline.graders.spreadsheet;

import io.plumbline.graders.spreadsheet.TableIndex.Rule;
import java.util.Arrays;

/** A gold row whose key the gold repeats: compared as a whole. Immutable. */
final class GoldRow {
  private final String[] cells;
  private final String[] amounts;
  private final Rule[] rules;
  private final int textCells;
  private final int moneyCells;

  /**
   * By the gold's columns.
   *
   * @param cells trimmed
   * @param amounts the canonical numbers of {@link Rule#AMOUNT} cells, "" for others
   * @param rules how each cell is compared
   */
  GoldRow(String[] cells, String[] amounts, Rule[] rules) {
    this.cells = cells;
    this.amounts = amounts;
    this.rules = rules;
    textCells = (int) Arrays.stream(rules).filter(rule -> rule == Rule.TEXT).count();
    int none = (int) Arrays.stream(rules).filter(rule -> rule == Rule.NONE).count();
    moneyCells = rules.length - none - textCells;
  }

  boolean isCompared(int column) {
    return rules[column] != Rule.NONE;
  }

  /** Whether {@code text[from, to)} is what is asked of a cell. */
  boolean isCell(int column, String text, int from, int to) {
    String cell = cells[column];
    return (to - from == cell.length() && text.startsWith(cell, from))
        || (rules[column] == Rule.AMOUNT && Amounts.equalsPlain(text, from, to, amounts[column]));
  }

  /** Cells that cell_fidelity compares. */
  int textCells() {
    return textCells;
  }

  /** Cells that unit_consistency compares. */
  int moneyCells() {
    return moneyCells;
  }
}
