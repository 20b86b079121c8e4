package io.plumbline.graders.tasks.spreadsheet;

import io.plumbline.graders.tasks.SplitMix64;
import io.plumbline.graders.tasks.spreadsheet.Column.Money;
import io.plumbline.graders.tasks.spreadsheet.Column.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What makes a table messy. Applied in the order given here: what changes cells, then what adds
 * lines. Every constant changes the document. Where collab-eval has the same fault, the trait has
 * its name.
 */
enum Noise {
  MIXED_UNITS(true),
  UNITS_HIDDEN_IN_NOTES(true),
  RENAMED_HEADER(true),
  EXTRA_COLUMN(true),
  MALFORMED_ROW_WIDTH(true),
  EXTRA_WHITESPACE(true),
  TOTAL_ROWS(false),
  DUPLICATED_ROWS(false),
  MID_TABLE_SEPARATOR(false),
  REPEATED_HEADER(false),
  BLANK_ROWS(false),
  ANNOTATION_ROW(false);

  private static final List<String> EXTRA_VALUES =
      List.of("north", "south", "A. Reyes", "L. Okafor", "B-7", "B-12", "yes", "no", "");
  private static final List<String> STRAY_FIELDS =
      List.of("see file", "checked", "x", "copied by hand", "old system");
  private static final List<String> SEPARATORS =
      List.of("-----", "==========", "--- continued ---", "* * *", "--- next sheet ---");

  private final boolean changesCells;

  Noise(boolean changesCells) {
    this.changesCells = changesCells;
  }

  boolean changesCells() {
    return changesCells;
  }

  /** The trait's name: {@code blank_rows}. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Changes cells; only where {@link #changesCells}. */
  void change(MessyTable table, SplitMix64 random) {
    switch (this) {
      case MIXED_UNITS -> mixUnits(table, random, 40);
      case UNITS_HIDDEN_IN_NOTES -> hideUnits(table, random);
      case RENAMED_HEADER -> renameHeaders(table, random);
      case EXTRA_COLUMN -> addColumn(table, random);
      case MALFORMED_ROW_WIDTH -> {
        for (int row : some(random, table.rows.size(), 1, 2)) {
          table.rows.get(row).add(random.pick(STRAY_FIELDS));
        }
      }
      case EXTRA_WHITESPACE -> {
        for (int row : some(random, table.rows.size(), 2, 6)) {
          table.rows.get(row).replaceAll(cell -> " ".repeat(random.between(1, 2)) + cell + " ");
        }
      }
      default -> throw new IllegalStateException(label() + " adds lines");
    }
  }

  /** Adds lines behind the header, which is the first; only where not {@link #changesCells}. */
  void add(List<String> lines, MessyTable table, SplitMix64 random) {
    switch (this) {
      case TOTAL_ROWS -> {
        int count = table.rows.size();
        lines.add(table.sums("Total", count));
        if (random.chance(60) && count >= 4) {
          int half = random.between(2, count - 2);
          lines.add(half + 1, table.sums("Subtotal", half));
        }
      }
      case DUPLICATED_ROWS -> {
        for (int row : some(random, table.rows.size(), 1, 3)) {
          String line = table.rowLine(row);
          lines.add(random.chance(50) ? lines.size() : lines.indexOf(line) + 1, line);
        }
      }
      case MID_TABLE_SEPARATOR -> insert(lines, random, 1, 2, random.pick(SEPARATORS));
      case REPEATED_HEADER -> insert(lines, random, 1, 2, lines.get(0));
      case BLANK_ROWS -> {
        insert(lines, random, 1, 3, "");
        if (random.chance(30)) {
          insert(lines, random, 1, 1, ",".repeat(table.header.size() - 1));
        }
      }
      case ANNOTATION_ROW -> {
        List<String> captions = table.domain().columns().stream().map(Column::caption).toList();
        lines.add(1, table.fullLine(captions, "(internal)"));
      }
      default -> throw new IllegalStateException(label() + " changes cells");
    }
  }

  /** Writes the amounts of about {@code percent} of the rows, and of at least one, in odd units. */
  static void mixUnits(MessyTable table, SplitMix64 random, int percent) {
    List<Integer> columns = table.domain().places(Money.class);
    int always = random.below(table.rows.size());
    for (int row = 0; row < table.rows.size(); row++) {
      if (row == always || random.chance(percent)) {
        int form = random.below(4);
        for (int column : columns) {
          int amount = table.amount(row, column);
          table.rows.get(row).set(column, odd(amount, form));
        }
      }
    }
  }

  /**
   * {@code 1.878 M}, {@code $1.878M}, {@code 1878$K} or {@code 1,878}; 878 has no comma to show.
   */
  private static String odd(int amount, int form) {
    return switch (form) {
      case 0 -> millions(amount) + " M";
      case 1 -> "$" + millions(amount) + "M";
      case 2 -> amount + "$K";
      default -> amount < 1000 ? amount + "$K" : amount / 1000 + "," + thousandths(amount % 1000);
    };
  }

  private static void hideUnits(MessyTable table, SplitMix64 random) {
    int amounts = table.domain().places(Money.class).get(0);
    int notes = table.domain().places(Text.class).get(0);
    List<Integer> noted = new ArrayList<>();
    for (int row = 0; row < table.rows.size(); row++) {
      if (!table.rows.get(row).get(notes).isEmpty()) {
        noted.add(row);
      }
    }
    for (int row : Keys.distinct(random, noted, random.between(1, Math.min(4, noted.size())))) {
      String millions = millions(table.amount(row, amounts));
      String remark = random.chance(50) ? "; orig $" + millions + "M" : " (was " + millions + " M)";
      table.rows.get(row).set(notes, table.rows.get(row).get(notes) + remark);
    }
  }

  private static void renameHeaders(MessyTable table, SplitMix64 random) {
    List<Integer> named = new ArrayList<>();
    for (int i = 0; i < table.header.size(); i++) {
      if (!table.domain().columns().get(i).alias().isEmpty()) {
        named.add(i);
      }
    }
    for (int column : Keys.distinct(random, named, random.between(1, 2))) {
      table.header.set(column, table.domain().columns().get(column).alias());
    }
  }

  private static void addColumn(MessyTable table, SplitMix64 random) {
    int keys = (int) table.domain().columns().stream().filter(Column::isKey).count();
    int width = table.header.size();
    int place = random.chance(50) ? width : random.between(keys, width);
    table.extraColumn = place;
    table.header.add(place, random.pick(table.domain().extra()));
    table.rows.forEach(row -> row.add(place, random.pick(EXTRA_VALUES)));
  }

  private static void insert(
      List<String> lines, SplitMix64 random, int least, int most, String line) {
    int count = random.between(least, most);
    for (int i = 0; i < count; i++) {
      lines.add(random.between(2, lines.size()), line);
    }
  }

  /** Row numbers, {@code least} to {@code most} of them or all, none twice. */
  private static List<Integer> some(SplitMix64 random, int rows, int least, int most) {
    List<Integer> all = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      all.add(row);
    }
    return Keys.distinct(random, all, Math.min(rows, random.between(least, most)));
  }

  private static String millions(int amount) {
    return amount / 1000 + "." + thousandths(amount % 1000);
  }

  private static String thousandths(int rest) {
    return (rest < 100 ? rest < 10 ? "00" : "0" : "") + rest;
  }
}
