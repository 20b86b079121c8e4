package io.plumbline.graders.spreadsheet;

import io.plumbline.graders.csv.CsvScanner;
import java.util.Arrays;

/** The header of an output's table: where it is, and which of the gold's columns it names. */
final class OutputHeader {
  private final GoldColumns columns;
  private final String output;
  private final CsvScanner scanner;
  private final OutputCell cell;
  private final Scratch scratch;

  /** The gold column of each of the header's cells, or -1. */
  private int[] goldColumns = {};

  /** The header's cell of each gold column, or -1. */
  private int[] positions = {};

  private int start;
  private int width;
  private boolean isGold;

  /** None is known until it is found. */
  OutputHeader(
      GoldColumns columns, String output, CsvScanner scanner, OutputCell cell, Scratch scratch) {
    this.columns = columns;
    this.output = output;
    this.scanner = scanner;
    this.cell = cell;
    this.scratch = scratch;
  }

  /**
   * Finds the first line that has every key column's name, reads it and stops the scanner behind
   * it; the lines above are counted as outside the table.
   *
   * @return whether there is one
   */
  boolean find(StrictTally tally) {
    int length = output.length();
    start = Lines.start(output);
    while (start < length) {
      if (output.startsWith(columns.line(), start)
          && Lines.isEnd(output, start + columns.line().length())) {
        readGold(tally);
        return true;
      }
      int end = Lines.end(output, start);
      scanner.moveTo(start, end);
      scanner.nextRecord(); // an empty line leaves the one above in hand, which has no names either
      if (hasKeyNames()) {
        scanner.moveTo(start, length); // quoted line breaks may lead it beyond this line
        scanner.nextRecord();
        if (hasKeyNames()) {
          read(tally);
          return true;
        }
        end = scanner.position(); // an open quote has swallowed the names; go on behind it
        tally.addLinesOutside(output, start, end);
        start = end;
        continue;
      }
      if (!Lines.isBlank(output, start, end)) {
        tally.addLine(false);
      }
      start = end + 1;
    }
    return false;
  }

  private boolean hasKeyNames() {
    for (int column : columns.keys()) {
      if (Names.indexOf(scanner, output, columns.normalName(column)) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Reads a header that is the gold's, letter for letter. */
  private void readGold(StrictTally tally) {
    int length = output.length();
    scanner.moveTo(Math.min(start + columns.line().length() + 1, length), length);
    width = columns.width();
    positions = columns.inOrder();
    goldColumns = positions;
    isGold = true;
    tally.addLine(true);
    tally.setHeader(columns.requiredInGold(), 0);
  }

  private void read(StrictTally tally) {
    width = scanner.cellCount();
    positions = scratch.positions(columns.width());
    isGold = width == columns.width();
    for (int column = 0; column < columns.width(); column++) {
      int exact = exactly(columns.name(column));
      positions[column] =
          exact >= 0 ? exact : Names.indexOf(scanner, output, columns.normalName(column));
      isGold &= positions[column] == column;
    }
    goldColumns = scratch.goldColumns(width);
    nameGoldColumns();
    tally.addLine(true);
    tally.setHeader(requiredFound(), strangeColumns());
  }

  /** No cell names two gold columns: their names are distinct. */
  private void nameGoldColumns() {
    Arrays.fill(goldColumns, 0, width, -1);
    for (int column = 0; column < columns.width(); column++) {
      int position = positions[column];
      if (position >= 0) {
        goldColumns[position] = column;
      }
    }
  }

  /** Required columns that it names exactly. */
  private int requiredFound() {
    int found = 0;
    for (String name : columns.required()) {
      found += exactly(name) >= 0 ? 1 : 0;
    }
    return found;
  }

  /** The first cell with the very name, or -1. */
  private int exactly(String name) {
    for (int i = 0; i < width; i++) {
      cell.load(i);
      if (cell.reads(name)) {
        return i;
      }
    }
    return -1;
  }

  private int strangeColumns() {
    int strange = 0;
    for (int i = 0; i < width; i++) {
      strange += goldColumns[i] < 0 ? 1 : 0;
    }
    return strange;
  }

  /** Where its record starts. */
  int start() {
    return start;
  }

  /** Its cells. */
  int width() {
    return width;
  }

  /** Whether its columns are the gold's, in the gold's order. */
  boolean isGold() {
    return isGold;
  }

  /** Its cell that names this gold column, or -1. */
  int position(int column) {
    return positions[column];
  }

  /** The gold column that this cell of it names, or -1; -1 beyond its cells, too. */
  int goldColumn(int cell) {
    return cell < width ? goldColumns[cell] : -1;
  }
}
