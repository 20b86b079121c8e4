package io.plumbline.graders.spreadsheet;

import io.plumbline.graders.csv.CsvScanner;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Says in words what each strict deduction from an output stands on. Quotes the output, never the
 * reference: a row of it has its number, a cell its column's name.
 */
final class StrictEvidence {

  /** So many deductions are listed one by one; what is beyond is counted. */
  private static final int MOST = 100;

  private static final int CLIP = 60;

  private static final Pattern LINE_END = Pattern.compile("[\\r\\n]");

  private final TableIndex index;
  private final String output;
  private final GoldColumns columns;
  private final OutputHeader header;
  private final StrictTally tally;
  private final CsvScanner scanner;
  private final List<String> evidence = new ArrayList<>();
  private int unlisted;

  /** The output's rows by slot. */
  private final List<List<Row>> rows = new ArrayList<>();

  /** An output row: trimmed cells, and what it earns by itself. */
  private record Row(List<String> cells, int equal, int right, int kept) {}

  StrictEvidence(TableIndex index, String output) {
    this.index = index;
    this.output = output;
    columns = index.columns();
    StrictPass pass = new StrictPass(index, output, new Scratch());
    tally = pass.run();
    header = pass.header();
    scanner = CsvScanner.lenient(output, header.start(), output.length());
    for (int slot = 0; slot < index.slots(); slot++) {
      rows.add(new ArrayList<>());
    }
  }

  /** The deductions; empty where the output earns 1 in every dimension and raises no flag. */
  List<String> collect() {
    if (!tally.hasTable()) {
      List<String> names = new ArrayList<>();
      for (int column : columns.keys()) {
        names.add(columns.name(column));
      }
      return List.of("no line is a header with " + String.join(", ", names));
    }
    for (String line : LINE_END.split(output.substring(Lines.start(output), header.start()), -1)) {
      CsvScanner above = CsvScanner.lenient(line, 0, line.length());
      if (above.nextRecord()) {
        List<String> cells = GoldTable.trimmedCells(above);
        readRecord(cells, looksLikeRow(cells), false);
      }
    }
    scanner.nextRecord(); // the header
    List<String> names = GoldTable.trimmedCells(scanner);
    while (scanner.nextRecord()) {
      if (!scanner.isBlank()) {
        List<String> cells = GoldTable.trimmedCells(scanner);
        readRecord(cells, cells.size() >= header.width() || looksLikeRow(cells), true);
      }
    }
    for (int slot = 0; slot < index.slots(); slot++) {
      explainSlot(slot);
    }
    for (String name : columns.required()) {
      if (!names.contains(name)) {
        say("header " + name + " is missing");
      }
    }
    for (int i = 0; i < names.size(); i++) {
      if (header.goldColumn(i) < 0) {
        say("column " + quote(names.get(i)) + " is not in the reference");
      }
    }
    int outside = tally.lines() - tally.tableLines();
    if (outside > 0) {
      say(outside + " of " + tally.lines() + " lines are not part of the table");
    }
    if (unlisted > 0) {
      evidence.add("and " + unlisted + " more");
    }
    return List.copyOf(evidence);
  }

  private void readRecord(List<String> cells, boolean isRow, boolean belowHeader) {
    List<String> key = key(cells);
    int slot = index.keys().slot(key);
    if (slot >= 0 && belowHeader) {
      rows.get(slot).add(row(slot, cells));
      return;
    }
    String name = isRow ? "row " + quote(String.join(", ", key)) : "line " + quote(cells.get(0));
    if (isRow) {
      say(name + (belowHeader ? " is not in the reference" : " stands above the header"));
    }
    for (int i = 0; i < cells.size(); i++) {
      int column = isRow ? header.goldColumn(i) : -1;
      if (column < 0 || !columns.isMoney(column)) {
        sayHidden(name, cells.get(i), 0);
      }
    }
  }

  private List<String> key(List<String> cells) {
    List<String> key = new ArrayList<>();
    for (int column : columns.keys()) {
      int position = header.position(column);
      if (position < cells.size()) {
        key.add(cells.get(position));
      }
    }
    return key;
  }

  /** As {@link StrictPass} tells a row of too few cells from a remark. */
  private boolean looksLikeRow(List<String> cells) {
    int width = columns.width();
    boolean amount = false;
    for (String cell : cells.subList(Math.min(1, cells.size()), cells.size())) {
      amount |= Amounts.isAmount(cell, 0, cell.length());
    }
    return amount && cells.size() >= Math.min(3, width) && 2 * cells.size() >= width;
  }

  private Row row(int slot, List<String> cells) {
    int equal = 0;
    int right = 0;
    int kept = 0;
    for (int column = 0; column < columns.width(); column++) {
      String cell = cell(cells, column);
      if (columns.isMoney(column)) {
        right += isRight(slot, column, cells) ? 1 : 0;
      } else {
        equal += isRight(slot, column, cells) ? 1 : 0;
        kept += Math.min(Amounts.millions(cell, 0, cell.length()), index.mentions(slot, column));
      }
    }
    return new Row(cells, equal, right, kept);
  }

  private void explainSlot(int slot) {
    List<Row> all = rows.get(slot);
    int copies = index.copies(slot);
    String number = "row " + index.rowNumber(slot);
    if (all.isEmpty()) {
      say(number + " is missing");
      return;
    }
    String key = String.join(", ", key(all.get(0).cells()));
    String name = number + " (" + key + ")";
    if (all.size() < copies) {
      say(name + " appears " + times(all.size()) + ", expected " + times(copies));
    } else if (all.size() > copies) {
      say(name + " appears " + times(all.size()));
    }
    if (copies > 1 && tally.unlikeRows(slot) > 0) {
      say(tally.unlikeRows(slot) + " of rows " + key + " unlike the reference's");
    }
    explainCells(slot, name, all);
    explainHidden(slot, name, all);
  }

  /** Text is explained by the row that earns least in it, money likewise: those count. */
  private void explainCells(int slot, String name, List<Row> all) {
    Row text = Collections.min(all, Comparator.comparingInt(Row::equal));
    Row money = Collections.min(all, Comparator.comparingInt(Row::right));
    for (int column = 0; column < columns.width(); column++) {
      List<String> cells = (columns.isMoney(column) ? money : text).cells();
      if (index.rule(slot, column) == TableIndex.Rule.NONE || isRight(slot, column, cells)) {
        continue;
      }
      int position = header.position(column);
      boolean missing = position < 0 || position >= cells.size();
      String found = missing ? "is missing" : "reads " + quote(cells.get(position));
      say("cell " + columns.name(column) + " of " + name + " " + found);
    }
  }

  /** Mentions that the gold keeps are kept once: by the row that has the fewest of them. */
  private void explainHidden(int slot, String name, List<Row> all) {
    int keeper = 0;
    for (int i = 1; i < all.size(); i++) {
      keeper = all.get(i).kept() < all.get(keeper).kept() ? i : keeper;
    }
    for (int i = 0; i < all.size(); i++) {
      boolean keeps = i == keeper || index.copies(slot) > 1;
      List<String> cells = all.get(i).cells();
      for (int c = 0; c < cells.size(); c++) {
        int column = header.goldColumn(c);
        if (column < 0 || !columns.isMoney(column)) {
          sayHidden(name, cells.get(c), keeps && column >= 0 ? index.mentions(slot, column) : 0);
        }
      }
    }
  }

  private boolean isRight(int slot, int column, List<String> cells) {
    int position = header.position(column);
    if (position < 0 || position >= cells.size()) {
      return false;
    }
    String cell = cells.get(position);
    return switch (index.rule(slot, column)) {
      case NONE -> false;
      case TEXT, MONEY_TEXT -> cell.equals(index.cell(slot, column));
      case AMOUNT -> Amounts.equalsPlain(cell, 0, cell.length(), index.amount(slot, column));
    };
  }

  private String cell(List<String> cells, int column) {
    int position = header.position(column);
    return position < 0 || position >= cells.size() ? "" : cells.get(position);
  }

  private void sayHidden(String name, String cell, int kept) {
    if (Amounts.millions(cell, 0, cell.length()) > kept) {
      say(name + " hides money in millions: " + quote(cell));
    }
  }

  private void say(String words) {
    if (evidence.size() < MOST) {
      evidence.add(words);
    } else {
      unlisted++;
    }
  }

  private static String times(int count) {
    return count == 1 ? "once" : count + " times";
  }

  private static String quote(String cell) {
    int end = cell.length();
    if (end > CLIP) {
      end = Character.isHighSurrogate(cell.charAt(CLIP - 1)) ? CLIP - 1 : CLIP;
    }
    return '"' + cell.substring(0, end).replace('\n', ' ') + (end < cell.length() ? "…\"" : "\"");
  }
}
