package io.plumbline.graders.spreadsheet;

import io.plumbline.graders.spreadsheet.TableIndex.Rule;
import java.util.Arrays;

/** A gold row whose key the gold repeats: compared as a whole. Immutable. */
final class GoldRow {
  private final int number;
  private final String[] cells;
  private final String[] amounts;
  private final Rule[] rules;
  private final int textCells;
  private final int moneyCells;

  /**
   * By the gold's columns.
   *
   * @param number counts such rows from 0
   * @param cells trimmed
   * @param amounts the canonical numbers of {@link Rule#AMOUNT} cells, "" for others
   * @param rules how each cell is compared
   */
  GoldRow(int number, String[] cells, String[] amounts, Rule[] rules) {
    this.number = number;
    this.cells = cells;
    this.amounts = amounts;
    this.rules = rules;
    textCells = (int) Arrays.stream(rules).filter(rule -> rule == Rule.TEXT).count();
    int none = (int) Arrays.stream(rules).filter(rule -> rule == Rule.NONE).count();
    moneyCells = rules.length - none - textCells;
  }

  /** Which of the rows of repeated keys it is. */
  int number() {
    return number;
  }

  boolean isCompared(int column) {
    return rules[column] != Rule.NONE;
  }

  /** The cell's text, trimmed. */
  String cell(int column) {
    return cells[column];
  }

  /** Whether {@code text[from, to)} is a plain number of the cell's value. */
  boolean isAmount(int column, String text, int from, int to) {
    return rules[column] == Rule.AMOUNT && Amounts.equalsPlain(text, from, to, amounts[column]);
  }

  /** Cells that are compared at all. */
  int comparedCells() {
    return textCells + moneyCells;
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
