package io.plumbline.graders.redteam;

import io.plumbline.graders.tasks.SplitMix64;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Changes to tables: cells, rows, columns, headers, and rows where rows do not belong. */
final class TableMutations {
  static final List<Mutation> ALL =
      List.of(
          TableMutations::dropCell,
          TableMutations::addCell,
          TableMutations::swapCells,
          TableMutations::copyCell,
          TableMutations::changeCell,
          TableMutations::remarkInCell,
          TableMutations::quoteCell,
          TableMutations::openQuote,
          TableMutations::linesInCell,
          TableMutations::swapColumns,
          TableMutations::dropColumn,
          TableMutations::changeHeader,
          TableMutations::widenHeader,
          TableMutations::repeatHeader,
          TableMutations::inventRow,
          TableMutations::inventNarrowRows,
          TableMutations::disguiseRow,
          TableMutations::rowAboveHeader,
          TableMutations::tableAgain);

  private static final List<String> REMARKS =
      List.of(
          "; orig $1.8M",
          " (was 1.8 M)",
          " 2 million",
          " $2.1m",
          " 3.1 Mio",
          " EUR 1.4M",
          " 1.2mln",
          " $ 2M",
          " 1.8M$",
          " 2,5 M",
          " 1.8-M",
          " 1.8\u200BM",
          " 1.8\u041C");
  private static final List<String> NAMES =
      List.of("Total", "Subtotal", "Other", "Q9 2031", "Adjustment", "New", "-", "Sum");

  private TableMutations() {}

  private static String dropCell(String text, Material material, SplitMix64 random) {
    return cellsChanged(text, random, cells -> cells.remove(last(cells, random)));
  }

  private static String addCell(String text, Material material, SplitMix64 random) {
    String cell = random.pick(List.of("", "x", "0", "12", "see file"));
    return cellsChanged(text, random, cells -> cells.add(random.below(cells.size() + 1), cell));
  }

  private static String swapCells(String text, Material material, SplitMix64 random) {
    return cellsChanged(
        text,
        random,
        cells -> {
          int one = random.below(cells.size());
          int other = random.below(cells.size());
          cells.set(one, cells.set(other, cells.get(one)));
        });
  }

  /** The same column's cell of another row. */
  private static String copyCell(String text, Material material, SplitMix64 random) {
    List<String> from = Lines.cells(random.pick(Lines.of(text)));
    return cellsChanged(
        text,
        random,
        cells -> {
          int at = random.below(Math.min(cells.size(), from.size()));
          cells.set(at, from.get(at));
        });
  }

  private static String changeCell(String text, Material material, SplitMix64 random) {
    String cell = random.pick(List.of("", " ", "0", "n/a", "\"\"", "-", "1.8M", "wrong"));
    return cellsChanged(text, random, cells -> cells.set(random.below(cells.size()), cell));
  }

  /** Money in millions, in one cell or in a column's every. */
  private static String remarkInCell(String text, Material material, SplitMix64 random) {
    String remark = random.pick(REMARKS);
    if (random.chance(50)) {
      return cellsChanged(
          text, random, cells -> Lines.changed(cells, random, cell -> cell + remark));
    }
    List<String> lines = Lines.of(text);
    lines.replaceAll(line -> line.isEmpty() ? line : line + remark);
    return Lines.join(lines);
  }

  private static String quoteCell(String text, Material material, SplitMix64 random) {
    return cellsChanged(
        text, random, cells -> Lines.changed(cells, random, cell -> '"' + cell + '"'));
  }

  private static String openQuote(String text, Material material, SplitMix64 random) {
    return cellsChanged(text, random, cells -> Lines.changed(cells, random, cell -> '"' + cell));
  }

  /** Lines of some text as one quoted cell at a row's end. */
  private static String linesInCell(String text, Material material, SplitMix64 random) {
    List<String> other = Lines.of(random.pick(material.texts()).replace("\"", "\"\""));
    String quoted = '"' + Lines.join(other.subList(0, 1 + random.below(other.size()))) + '"';
    boolean instead = random.chance(50);
    return cellsChanged(
        text,
        random,
        cells -> {
          if (instead) {
            cells.set(cells.size() - 1, quoted);
          } else {
            cells.add(quoted);
          }
        });
  }

  private static String swapColumns(String text, Material material, SplitMix64 random) {
    int width = Lines.cells(Lines.of(text).get(0)).size();
    int one = random.below(width);
    int other = random.below(width);
    return allChanged(
        text,
        cells -> {
          if (Math.max(one, other) < cells.size()) {
            cells.set(one, cells.set(other, cells.get(one)));
          }
        });
  }

  private static String dropColumn(String text, Material material, SplitMix64 random) {
    int column = random.below(Lines.cells(Lines.of(text).get(0)).size());
    return allChanged(
        text,
        cells -> {
          if (column < cells.size() && cells.size() > 1) {
            cells.remove(column);
          }
        });
  }

  private static String changeHeader(String text, Material material, SplitMix64 random) {
    List<String> lines = Lines.of(text);
    int form = random.below(4);
    List<String> names =
        Lines.changed(
            Lines.cells(lines.get(0)),
            random,
            name ->
                switch (form) {
                  case 0 -> name.toUpperCase(Locale.ROOT);
                  case 1 -> ' ' + name + ' ';
                  case 2 -> '"' + name + '"';
                  default -> name + "\u200B";
                });
    lines.set(0, String.join(",", names));
    return Lines.join(lines);
  }

  private static String widenHeader(String text, Material material, SplitMix64 random) {
    List<String> lines = Lines.of(text);
    List<String> names = Lines.cells(lines.get(0));
    String name = random.chance(50) ? random.pick(names) : random.pick(List.of("", "Extra", "x"));
    for (int more = 1 + random.below(3); more > 0; more--) {
      names.add(random.below(names.size() + 1), name);
    }
    lines.set(0, String.join(",", names));
    return Lines.join(lines);
  }

  private static String repeatHeader(String text, Material material, SplitMix64 random) {
    List<String> lines = Lines.of(text);
    String header = random.chance(50) ? lines.get(0) : Lines.of(material.gold()).get(0);
    lines.add(random.below(lines.size() + 1), header);
    return Lines.join(lines);
  }

  private static String inventRow(String text, Material material, SplitMix64 random) {
    List<String> lines = Lines.of(text);
    lines.add(random.below(lines.size() + 1), invented(lines, random));
    return Lines.join(lines);
  }

  /** Invented rows with a cell or more too few. */
  private static String inventNarrowRows(String text, Material material, SplitMix64 random) {
    List<String> lines = Lines.of(text);
    for (int more = 1 + random.below(6); more > 0; more--) {
      List<String> cells = Lines.cells(invented(lines, random));
      int width = 1 + random.below(cells.size());
      lines.add(random.below(lines.size() + 1), String.join(",", cells.subList(0, width)));
    }
    return Lines.join(lines);
  }

  private static String invented(List<String> lines, SplitMix64 random) {
    List<String> cells = Lines.cells(random.pick(lines));
    cells.set(0, random.pick(NAMES) + (random.chance(50) ? " " + random.below(100) : ""));
    return String.join(",", cells);
  }

  /** A row again, its first cell in other characters that look the same. */
  private static String disguiseRow(String text, Material material, SplitMix64 random) {
    List<String> lines = Lines.of(text);
    List<String> cells = Lines.cells(random.pick(lines));
    String key = cells.get(0);
    cells.set(
        0,
        switch (random.below(6)) {
          case 0 -> key.toUpperCase(Locale.ROOT);
          case 1 -> key.toLowerCase(Locale.ROOT);
          case 2 -> key + "\u200B";
          case 3 -> key.replace(' ', '\u00A0');
          case 4 -> key.replace(" ", "  ");
          default -> key.replace('a', '\u0430').replace('e', '\u0435');
        });
    lines.add(random.below(lines.size() + 1), String.join(",", cells));
    return Lines.join(lines);
  }

  private static String rowAboveHeader(String text, Material material, SplitMix64 random) {
    List<String> lines = Lines.of(text);
    boolean known = random.chance(50);
    lines.add(0, known ? random.pick(lines) : invented(lines, random));
    return Lines.join(lines);
  }

  /** A second table: some other text behind this one or before it. */
  private static String tableAgain(String text, Material material, SplitMix64 random) {
    String other = random.pick(material.texts());
    return random.chance(50) ? text + "\n" + other : other + "\n" + text;
  }

  private interface Change {
    void to(List<String> cells);
  }

  private static String cellsChanged(String text, SplitMix64 random, Change change) {
    List<String> lines = Lines.of(text);
    int at = random.below(lines.size());
    List<String> cells = Lines.cells(lines.get(at));
    change.to(cells);
    lines.set(at, String.join(",", cells));
    return Lines.join(lines);
  }

  private static String allChanged(String text, Change change) {
    List<String> lines = new ArrayList<>();
    for (String line : Lines.of(text)) {
      List<String> cells = Lines.cells(line);
      change.to(cells);
      lines.add(String.join(",", cells));
    }
    return Lines.join(lines);
  }

  /** More often than not the last cell. */
  private static int last(List<String> cells, SplitMix64 random) {
    return random.chance(60) ? cells.size() - 1 : random.below(cells.size());
  }
}
