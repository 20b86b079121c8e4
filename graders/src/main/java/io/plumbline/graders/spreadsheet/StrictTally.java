package io.plumbline.graders.spreadsheet;

/**
 * What one output has of a gold table, and the strict dimensions that follow from it. The formulas
 * are those of {@link SpreadsheetClean}.
 */
final class StrictTally {

  /** What is counted for each slot: rows met, and the least that any of them earned. */
  private static final int ROWS = 0;

  private static final int EQUAL = 1;
  private static final int RIGHT = 2;
  private static final int KEPT = 3;
  private static final int STRIDE = 4;

  private final TableIndex index;

  /** Behind what is counted for each slot, 1 for each row of a repeated key that was met. */
  private final int[] slots;

  private boolean hasTable;
  private int requiredFound;
  private int strangeColumns;
  private int lines;
  private int tableLines;
  private int outputRows;
  private int fabricatedRows;
  private int mentions;

  /**
   * @param counts at least {@link #length} zeros, the tally's for as long as it is asked anything
   */
  StrictTally(TableIndex index, int[] counts) {
    this.index = index;
    slots = counts;
  }

  /** How many counts a tally needs. */
  static int length(TableIndex index) {
    return index.slots() * STRIDE + index.repeatedRows();
  }

  /**
   * Notes that there is a table.
   *
   * @param requiredFound required columns that its header has
   * @param strangeColumns its columns that the gold lacks, or has once and the header twice
   */
  void setHeader(int requiredFound, int strangeColumns) {
    hasTable = true;
    this.requiredFound = requiredFound;
    this.strangeColumns = strangeColumns;
  }

  /** Counts a non-blank line; whether it belongs to the table with the header's width. */
  void addLine(boolean inTable) {
    lines++;
    tableLines += inTable ? 1 : 0;
  }

  /** Counts the lines between two offsets that are not blank, none of which is the table's. */
  void addLinesOutside(String text, int from, int to) {
    for (int start = from; start < to; ) {
      int end = Math.min(Lines.end(text, start), to);
      if (!Lines.isBlank(text, start, end)) {
        addLine(false);
      }
      start = end + 1;
    }
  }

  /** Counts mentions of money in millions outside money columns. */
  void addMentions(int count) {
    mentions += count;
  }

  /** Counts a row whose key the gold lacks. */
  void addFabricatedRow() {
    outputRows++;
    fabricatedRows++;
  }

  /**
   * Counts a row with a key of the gold. Of several rows with one key, in each respect the one that
   * earns least counts.
   *
   * @param equal text cells that are equal
   * @param right money cells that are right
   * @param kept mentions of money in millions that the gold's cells have too
   */
  void addRow(int slot, int equal, int right, int kept) {
    outputRows++;
    int at = slot * STRIDE;
    boolean first = slots[at + ROWS]++ == 0;
    slots[at + EQUAL] = first ? equal : Math.min(slots[at + EQUAL], equal);
    slots[at + RIGHT] = first ? right : Math.min(slots[at + RIGHT], right);
    slots[at + KEPT] = first ? kept : Math.min(slots[at + KEPT], kept);
  }

  /** Counts a row with a key that the gold repeats: what such rows earn adds up. */
  void addRepeated(int slot, int equal, int right, int kept) {
    outputRows++;
    int at = slot * STRIDE;
    slots[at + ROWS]++;
    slots[at + EQUAL] += equal;
    slots[at + RIGHT] += right;
    slots[at + KEPT] += kept;
  }

  /** Whether a row like this one of a repeated key was met. */
  boolean isMet(GoldRow row) {
    return slots[index.slots() * STRIDE + row.number()] > 0;
  }

  /** Notes that a row like this one of a repeated key was met. */
  void meet(GoldRow row) {
    slots[index.slots() * STRIDE + row.number()] = 1;
  }

  /** Rows of this key, which the gold repeats, that read as none of its rows that is left. */
  int unlikeRows(int slot) {
    int alike = 0;
    for (GoldRow row : index.repeated(slot)) {
      alike += isMet(row) ? 1 : 0;
    }
    return Math.min(rows(slot), index.copies(slot)) - alike;
  }

  boolean hasTable() {
    return hasTable;
  }

  /** Non-blank lines, a record with quoted line breaks being one. */
  int lines() {
    return lines;
  }

  /** Those of them that belong to the table with the header's width, the header included. */
  int tableLines() {
    return tableLines;
  }

  int fabricatedRows() {
    return fabricatedRows;
  }

  private int rows(int slot) {
    return slots[slot * STRIDE + ROWS];
  }

  int matchedRows() {
    int matched = 0;
    for (int slot = 0; slot < index.slots(); slot++) {
      matched += Math.min(rows(slot), index.copies(slot));
    }
    return matched;
  }

  boolean hasDuplicates() {
    for (int slot = 0; slot < index.slots(); slot++) {
      if (rows(slot) > index.copies(slot)) {
        return true;
      }
    }
    return false;
  }

  /** Mentions of money in millions beyond what the matched rows' gold keeps. */
  private int hiddenMentions() {
    int hidden = mentions;
    for (int slot = 0; slot < index.slots(); slot++) {
      hidden -= slots[slot * STRIDE + KEPT];
    }
    return hidden;
  }

  double dataPreservation() {
    double matched = matchedRows();
    return outputRows == 0 ? 0 : matched / index.rows() * (matched / outputRows);
  }

  double cellFidelity() {
    int compared = index.textCells();
    if (compared == 0) {
      return matchedRows() == 0 ? 0 : 1;
    }
    return (double) sum(EQUAL) / compared;
  }

  double unitConsistency() {
    int compared = index.moneyCells();
    int hidden = hiddenMentions();
    if (compared == 0) {
      return matchedRows() == 0 || hidden > 0 ? 0 : 1;
    }
    return Math.max(0, sum(RIGHT) - hidden) / (double) compared;
  }

  /** What all slots earned of one kind; a row that was never met earned nothing. */
  private int sum(int kind) {
    int sum = 0;
    for (int at = kind; at < index.slots() * STRIDE; at += STRIDE) {
      sum += slots[at];
    }
    return sum;
  }

  double formatValidity() {
    return hasTable ? (double) tableLines / lines : 0;
  }

  double completeness() {
    if (!hasTable) {
      return 0;
    }
    int required = index.columns().required().size();
    return required == 0
        ? 1
        : (double) requiredFound / Math.max(required, requiredFound + strangeColumns);
  }
}
