package io.plumbline.graders.spreadsheet;

import io.plumbline.graders.csv.CsvScanner;
import io.plumbline.graders.spreadsheet.TableIndex.Rule;
import java.util.List;

/** One walk over an output, counting what the strict dimensions are made of. */
final class StrictPass implements KeyTable.Key {
  private final TableIndex index;
  private final GoldColumns columns;
  private final KeyTable keys;
  private final String output;
  private final CsvScanner scanner;
  private final OutputCell cell;
  private final OutputHeader header;
  private final StrictTally tally;
  private final Scratch scratch;
  private int lastSlot = -1;

  /** Whether the last row was the one that follows in the gold: then the next may be, too. */
  private boolean inOrder = true;

  /**
   * A pass that is to come.
   *
   * @param scratch the pass's for as long as it, its tally or its header is asked anything
   */
  StrictPass(TableIndex index, String output, Scratch scratch) {
    this.index = index;
    this.output = output;
    columns = index.columns();
    keys = index.keys();
    scanner = CsvScanner.lenient(output, 0, output.length(), scratch.cells());
    cell = new OutputCell(index, output, scanner);
    this.scratch = scratch;
    header = new OutputHeader(columns, output, scanner, cell, scratch);
    tally = new StrictTally(index, scratch.counts(StrictTally.length(index)));
  }

  /** Walks the output. Call once. */
  StrictTally run() {
    if (header.find(tally)) {
      int behindHeader = scanner.position();
      readAbove();
      scanner.moveTo(behindHeader, output.length());
      while (true) {
        if (header.isGold() && readGoldRow()) {
          continue;
        }
        if (!scanner.nextRecord()) {
          break;
        }
        readRecord();
      }
    }
    scratch.keepCells(scanner.room());
    return tally;
  }

  /** Reads the lines above the header: what looks like a row there is one too many. */
  private void readAbove() {
    for (int start = Lines.start(output); start < header.start(); ) {
      int end = Lines.end(output, start);
      scanner.moveTo(start, end);
      if (scanner.nextRecord()) {
        readStranger(scanner.cellCount(), looksLikeRow(scanner.cellCount()));
      }
      start = end + 1;
    }
  }

  /**
   * Reads the record at hand if it is letter for letter a row of the gold: most are, in order or
   * not, and then there is nothing to parse.
   */
  private boolean readGoldRow() {
    int start = scanner.position();
    int next = lastSlot + 1;
    int slot = inOrder && isGoldRow(next, start) ? next : keys.slotOfLine(output, start);
    inOrder = slot == next;
    if (slot < 0) {
      return false;
    }
    int length = output.length();
    scanner.moveTo(Math.min(start + index.lineLength(slot) + 1, length), length);
    lastSlot = slot;
    int kept = index.mentions(slot);
    tally.addLine(true);
    tally.addMentions(kept);
    tally.addRow(slot, index.textCells(slot), index.moneyCells(slot), kept);
    return true;
  }

  private boolean isGoldRow(int slot, int start) {
    return slot < index.slots() && keys.isRow(slot, output, start);
  }

  private void readRecord() {
    int cells = scanner.cellCount();
    if (scanner.isBlank()) {
      if (!Lines.isBlank(output, scanner.recordStart(), scanner.position())) {
        tally.addLine(false); // commas or quotes around nothing
      }
      return;
    }
    int slot = slotOfRecord(cells);
    if (cells == header.width()) {
      tally.addLine(true);
    } else {
      tally.addLinesOutside(output, scanner.recordStart(), scanner.position());
    }
    if (slot >= 0) {
      lastSlot = slot;
      readRow(slot, cells);
    } else {
      // One cell more does not make an invented row none, nor do a few less.
      readStranger(cells, cells >= header.width() || looksLikeRow(cells));
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
    if (cells < Math.min(3, columns.width()) || 2 * cells < columns.width()) {
      return false;
    }
    for (int i = 1; i < cells; i++) {
      cell.load(i);
      if (cell.isAmount()) {
        return true;
      }
    }
    return false;
  }

  private int slotOfRecord(int cells) {
    int hash = 0;
    for (int column : columns.keys()) {
      int position = header.position(column);
      if (position >= cells) {
        return -1;
      }
      cell.load(position);
      hash = cell.hash(hash);
    }
    return keys.slot(this, hash);
  }

  @Override
  public boolean isKeyOf(int slot) {
    int[] all = columns.keys();
    for (int column : all) {
      if (all.length > 1) {
        cell.load(header.position(column));
      } // else it is still in hand
      if (!cell.isCell(slot, column)) {
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
      int column = header.goldColumn(i);
      if (column >= 0 && columns.isKey(column)) {
        tally.addMentions(index.mentions(slot, column)); // it reads as the gold's
        kept += index.mentions(slot, column);
        continue;
      }
      cell.load(i);
      if (column < 0) {
        tally.addMentions(cell.millions());
        continue;
      }
      Rule rule = index.rule(slot, column);
      boolean same = cell.isCell(slot, column);
      if (rule == Rule.AMOUNT) {
        right += same || cell.isAmount(slot, column) ? 1 : 0;
        continue;
      }
      if (columns.isMoney(column)) {
        right += same && rule == Rule.MONEY_TEXT ? 1 : 0;
        continue;
      }
      equal += same && rule == Rule.TEXT ? 1 : 0;
      int gold = index.mentions(slot, column);
      int found = same ? gold : cell.millions(); // too many where the key has copies: all are kept
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
      if (!tally.isMet(gold) && isLike(gold, cells)) {
        tally.meet(gold);
        tally.addRepeated(slot, gold.textCells(), gold.moneyCells(), kept);
        return;
      }
    }
    tally.addRepeated(slot, 0, 0, kept);
  }

  /** Whether the record at hand has every cell of a gold row that is compared. */
  private boolean isLike(GoldRow gold, int cells) {
    for (int column = 0; column < columns.width(); column++) {
      if (gold.isCompared(column)) {
        int position = header.position(column);
        if (position < 0 || position >= cells) {
          return false;
        }
        cell.load(position);
        if (!cell.isCell(gold, column)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Mentions of money in millions in the record at hand, its money columns left out or not. */
  private int millions(int cells, boolean isRow) {
    int count = 0;
    for (int i = 0; i < cells; i++) {
      int column = isRow ? header.goldColumn(i) : -1;
      if (column < 0 || !columns.isMoney(column)) {
        cell.load(i);
        count += cell.millions();
      }
    }
    return count;
  }

  /** The header, once the walk is done. */
  OutputHeader header() {
    return header;
  }
}
