package io.plumbline.graders.spreadsheet;

import io.plumbline.graders.csv.CsvScanner;
import io.plumbline.graders.pytext.PyText;
import io.plumbline.graders.spreadsheet.TableIndex.Rule;
import java.util.Arrays;
import java.util.List;

/**
 * One walk over an output, counting what the strict dimensions are made of. Allocates small arrays
 * for columns in another order than the gold's, and strings for cells with doubled quotes.
 */
final class StrictPass implements TableIndex.Key {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final TableIndex index;
  private final String output;
  private final CsvScanner scanner;
  private final StrictTally tally;

  /** The gold column of each of the header's cells, or -1. */
  private int[] goldColumns = {};

  /** The header's cell of each gold column, or -1. */
  private int[] positions = {};

  private int tableStart;
  private int width;
  private boolean hasGoldColumns;
  private int lastSlot = -1;

  /** Whether the last row was the one that follows in the gold: then the next may be, too. */
  private boolean inOrder = true;

  // The cell in hand, trimmed: a stretch of the output or of an unescaped copy.
  private String text;
  private int from;
  private int to;

  StrictPass(TableIndex index, String output) {
    this(index, output, new int[StrictTally.length(index)]);
  }

  /** A pass with its tally's counts: see {@link StrictTally}. */
  StrictPass(TableIndex index, String output, int[] counts) {
    this.index = index;
    this.output = output;
    this.text = output;
    scanner = CsvScanner.lenient(output, 0, output.length());
    tally = new StrictTally(index, counts);
  }

  /** Walks the output. Call once. */
  StrictTally run() {
    if (findHeader()) {
      int behindHeader = scanner.position();
      readAbove();
      scanner.moveTo(behindHeader, output.length());
      while (true) {
        if (hasGoldColumns && readGoldRow()) {
          continue;
        }
        if (!scanner.nextRecord()) {
          break;
        }
        readRecord();
      }
    }
    return tally;
  }

  /**
   * Finds the first line that has every key column's name, reads it and stops after it.
   *
   * @return whether there is one
   */
  private boolean findHeader() {
    int length = output.length();
    int start = textStart();
    while (start < length) {
      tableStart = start;
      if (TableIndex.isLine(index.headerLine(), output, start)) {
        readGoldHeader();
        return true;
      }
      int end = lineEnd(start);
      scanner.moveTo(start, end);
      if (scanner.nextRecord() && hasKeyNames()) {
        scanner.moveTo(start, length); // quoted line breaks may lead it beyond this line
        scanner.nextRecord();
        if (hasKeyNames()) {
          readHeader();
          return true;
        }
        end = scanner.position(); // an open quote has swallowed the names; go on behind it
        addLinesOutside(start, end);
        start = end;
        continue;
      }
      if (PyText.stripStart(output, start, end) < end) {
        tally.addLine(false);
      }
      start = end + 1;
    }
    return false;
  }

  private int textStart() {
    return output.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
  }

  private int lineEnd(int start) {
    int end = start;
    while (end < output.length() && output.charAt(end) != '\n' && output.charAt(end) != '\r') {
      end++;
    }
    return end;
  }

  /** Counts the lines between two offsets that are not blank, none of which is the table's. */
  private void addLinesOutside(int from, int to) {
    for (int start = from; start < to; ) {
      int end = Math.min(lineEnd(start), to);
      if (PyText.stripStart(output, start, end) < end) {
        tally.addLine(false);
      }
      start = end + 1;
    }
  }

  /** Reads the lines above the header: what looks like a row there is one too many. */
  private void readAbove() {
    for (int start = textStart(); start < tableStart; ) {
      int end = lineEnd(start);
      scanner.moveTo(start, end);
      if (scanner.nextRecord() && !scanner.isBlank()) {
        readStranger(scanner.cellCount(), looksLikeRow(scanner.cellCount()));
      }
      start = end + 1;
    }
  }

  /** Goes on behind a line that needed no parsing. */
  private void skip(int chars, int start) {
    int length = output.length();
    scanner.moveTo(Math.min(start + chars + 1, length), length);
    tally.addLine(true);
  }

  private void readGoldHeader() {
    skip(index.headerLine().length(), tableStart);
    width = index.columns().size();
    positions = index.inOrder();
    goldColumns = positions;
    hasGoldColumns = true;
    tally.setHeader(index.requiredInGold(), 0);
  }

  private boolean hasKeyNames() {
    for (int column : index.keyColumns()) {
      if (Names.indexOf(scanner, output, index.normalColumn(column)) < 0) {
        return false;
      }
    }
    return true;
  }

  private void readHeader() {
    tally.addLine(true);
    width = scanner.cellCount();
    hasGoldColumns = width == index.columns().size();
    positions = index.inOrder();
    boolean shared = true;
    for (int column = 0; column < positions.length; column++) {
      int position = Names.indexOf(scanner, output, index.normalColumn(column));
      if (position != column) {
        positions = shared ? positions.clone() : positions;
        positions[column] = position;
        shared = false;
      }
    }
    hasGoldColumns &= shared;
    goldColumns = hasGoldColumns ? positions : goldColumns();
    int found = 0;
    for (String name : index.required()) {
      for (int i = 0; i < width; i++) {
        load(i);
        if (reads(name)) {
          found++;
          break;
        }
      }
    }
    int strange = 0;
    for (int column : goldColumns) {
      strange += column < 0 ? 1 : 0;
    }
    tally.setHeader(found, strange);
  }

  /** The gold column of each of the header's cells: the first that it names, or -1. */
  private int[] goldColumns() {
    int[] columns = new int[width];
    Arrays.fill(columns, -1);
    for (int column = 0; column < positions.length; column++) {
      int position = positions[column];
      if (position >= 0 && columns[position] < 0) {
        columns[position] = column;
      }
    }
    return columns;
  }

  /**
   * Reads the record at hand if it is letter for letter a row of the gold: most are, in order or
   * not, and then there is nothing to parse.
   */
  private boolean readGoldRow() {
    int start = scanner.position();
    int next = lastSlot + 1;
    int slot = inOrder && isGoldRow(next, start) ? next : index.slotOfLine(output, start);
    inOrder = slot == next;
    if (slot < 0) {
      return false;
    }
    skip(index.lineLength(slot), start);
    lastSlot = slot;
    int kept = index.mentions(slot);
    tally.addMentions(kept);
    tally.addRow(slot, index.textCells(slot), index.moneyCells(slot), kept);
    return true;
  }

  private void readRecord() {
    int cells = scanner.cellCount();
    if (scanner.isBlank()) {
      int end = scanner.position();
      if (PyText.stripStart(output, scanner.recordStart(), end) < end) {
        tally.addLine(false); // commas or quotes around nothing
      }
      return;
    }
    int slot = slotOfRecord(cells);
    if (cells == width) {
      tally.addLine(true);
    } else {
      addLinesOutside(scanner.recordStart(), scanner.position());
    }
    if (slot >= 0) {
      lastSlot = slot;
      readRow(slot, cells);
    } else {
      // One cell more does not make an invented row none, nor do a few less.
      readStranger(cells, cells >= width || looksLikeRow(cells));
    }
  }

  /** Reads a record whose place or key the gold lacks: an invented row or a remark. */
  private void readStranger(int cells, boolean isRow) {
    tally.addMentions(millions(cells, isRow));
    if (isRow) {
      tally.addFabricatedRow();
    }
  }

  /**
   * Whether the record is a row that lacks cells rather than a remark: half as wide as the gold,
   * three cells if that has them, an amount among those behind the first.
   */
  private boolean looksLikeRow(int cells) {
    if (cells < Math.min(3, positions.length) || 2 * cells < positions.length) {
      return false;
    }
    for (int i = 1; i < cells; i++) {
      load(i);
      if (Amounts.isAmount(text, from, to)) {
        return true;
      }
    }
    return false;
  }

  private boolean isGoldRow(int slot, int start) {
    return slot < index.slots() && index.isRow(slot, output, start);
  }

  private int slotOfRecord(int cells) {
    int hash = 0;
    int[] keys = index.keyColumns();
    for (int column : keys) {
      if (positions[column] >= cells) {
        return -1;
      }
      load(positions[column]);
      hash = TableIndex.hash(hash, text, from, to);
    }
    return index.slot(this, hash);
  }

  @Override
  public boolean isKeyOf(int slot) {
    int[] keys = index.keyColumns();
    for (int column : keys) {
      if (keys.length > 1) {
        load(positions[column]);
      } // else it is still in hand
      if (!index.isCell(slot, column, text, from, to)) {
        return false;
      }
    }
    return true;
  }

  private void readRow(int slot, int cells) {
    int equal = 0;
    int right = 0;
    int kept = 0;
    for (int i = 0; i < cells; i++) {
      int column = i < width ? goldColumns[i] : -1;
      if (column >= 0 && index.isKey(column) && index.copies(slot) == 1) {
        tally.addMentions(index.mentions(slot, column)); // it reads as the gold's
        kept += index.mentions(slot, column);
        continue;
      }
      load(i);
      if (column < 0) {
        tally.addMentions(Amounts.millions(text, from, to));
        continue;
      }
      Rule rule = index.rule(slot, column);
      boolean same = index.isCell(slot, column, text, from, to);
      if (rule == Rule.AMOUNT) {
        right += same || isAmount(slot, column) ? 1 : 0;
        continue;
      }
      if (index.isMoney(column)) {
        right += same && rule == Rule.MONEY_TEXT ? 1 : 0;
        continue;
      }
      equal += same && rule == Rule.TEXT ? 1 : 0;
      int gold = index.mentions(slot, column);
      int found = same && index.copies(slot) == 1 ? gold : Amounts.millions(text, from, to);
      tally.addMentions(found);
      kept += Math.min(found, gold);
    }
    if (index.copies(slot) > 1) {
      addRepeated(slot, cells, kept);
    } else {
      tally.addRow(slot, equal, right, kept);
    }
  }

  /**
   * Adds a row of a key that the gold repeats: it earns all of one of these rows, or nothing. Of
   * those it is like it takes the first, of which most is asked, and leaves the others to rows that
   * are like these alone.
   */
  private void addRepeated(int slot, int cells, int kept) {
    List<GoldRow> all = index.repeated(slot);
    for (int i = 0; i < all.size(); i++) {
      GoldRow gold = all.get(i);
      if (isLike(gold, cells) && tally.meet(gold)) {
        tally.addRepeated(slot, gold.textCells(), gold.moneyCells(), kept);
        return;
      }
    }
    tally.addRepeated(slot, 0, 0, kept);
  }

  /** Whether the record at hand has every cell of a gold row that is compared. */
  private boolean isLike(GoldRow gold, int cells) {
    for (int column = 0; column < positions.length; column++) {
      if (gold.isCompared(column)) {
        int position = positions[column];
        if (position < 0 || position >= cells) {
          return false;
        }
        load(position);
        if (!gold.isCell(column, text, from, to)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Whether the cell in hand is a plain number of that gold cell's value. */
  private boolean isAmount(int slot, int column) {
    return Amounts.isPlain(text, from, to) // before a look at what is kept far away
        && Amounts.equalsPlain(text, from, to, index.amount(slot, column));
  }

  /** Mentions of money in millions in the record at hand, its money columns left out or not. */
  private int millions(int cells, boolean isRow) {
    int count = 0;
    for (int i = 0; i < cells; i++) {
      int column = isRow && i < width ? goldColumns[i] : -1;
      if (column < 0 || !index.isMoney(column)) {
        load(i);
        count += Amounts.millions(text, from, to);
      }
    }
    return count;
  }

  private void load(int cell) {
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

  private boolean reads(String expected) {
    return to - from == expected.length() && text.startsWith(expected, from);
  }

  /** Where the header's record starts. */
  int tableStart() {
    return tableStart;
  }

  /** Cells of the header. */
  int width() {
    return width;
  }

  /** The header's cell that names this gold column, or -1. */
  int position(int column) {
    return positions[column];
  }

  /** The gold column that this cell of the header names, or -1. */
  int goldColumn(int cell) {
    return goldColumns[cell];
  }
}
