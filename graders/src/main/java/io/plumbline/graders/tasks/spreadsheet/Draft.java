package io.plumbline.graders.tasks.spreadsheet;

import io.plumbline.graders.tasks.Difficulty;
import io.plumbline.graders.tasks.SplitMix64;
import io.plumbline.graders.tasks.TableReference;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskDraft;
import io.plumbline.graders.tasks.spreadsheet.Column.Count;
import io.plumbline.graders.tasks.spreadsheet.Column.Text;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A task in the making: what is wanted, and the document that it is to be had from.
 *
 * @param input the messy document, each line ended by a line feed
 */
record Draft(CleanTable clean, String input, Difficulty difficulty, List<String> traits)
    implements TaskDraft {
  private static final List<Noise> NOISE = List.of(Noise.values());

  /** Rows from which a stress table is hard. */
  private static final int MANY_ROWS = 20;

  /** What makes a row look like one that may go; no regular table has such a note. */
  private static final List<String> MARKS =
      List.of(
          "[restated]",
          "(provisional)",
          "[draft figure]",
          "(to be confirmed)",
          "[late entry]",
          "(estimate only)",
          "[check again]",
          "[duplicate?]");

  /** A table with 1 kind of noise (easy), 2 (medium), 3 or 4 (hard). */
  static Draft regular(SplitMix64 random, int leastRows, int mostRows) {
    CleanTable clean =
        CleanTable.draw(random, random.pick(Domains.ALL), random.between(leastRows, mostRows));
    int share = random.below(100);
    int kinds = share < 35 ? 1 : share < 75 ? 2 : random.between(3, 4);
    Difficulty difficulty =
        kinds == 1 ? Difficulty.EASY : kinds == 2 ? Difficulty.MEDIUM : Difficulty.HARD;
    Set<Noise> noise = EnumSet.copyOf(Keys.distinct(random, NOISE, kinds));
    MessyTable messy = new MessyTable(clean);
    noise.stream().filter(Noise::changesCells).forEach(each -> each.change(messy, random));
    List<String> lines = messy.lines();
    noise.stream()
        .filter(each -> !each.changesCells())
        .forEach(each -> each.add(lines, messy, random));
    return new Draft(clean, document(lines), difficulty, noise.stream().map(Noise::label).toList());
  }

  /** A table whose every row is real though some look as if they were not. */
  static Draft stress(SplitMix64 random, int leastRows, int mostRows) {
    int count = random.between(leastRows, mostRows);
    CleanTable clean = CleanTable.draw(random, random.pick(Domains.ALL), count);
    List<String> traits = new ArrayList<>(List.of("preservation_stress"));
    int text = clean.domain().places(Text.class).get(0);
    int number = clean.domain().places(Count.class).get(0);
    List<List<String>> rows = Keys.distinct(random, clean.rows(), count);
    // Shuffled, but the table's own rows: a few get a mark, a few others lose their note.
    int third = (count + 2) / 3; // of fewer than 13 rows; more have room for what is drawn
    int marked = Math.min(third, random.between(2, 5));
    int blank = Math.min(count, marked + Math.min(third, random.between(2, 5)));
    for (List<String> row : rows.subList(0, marked)) {
      String note =
          row.get(text).isEmpty()
              ? CleanTable.phrase(random, ((Text) clean.domain().columns().get(text)).topics())
              : row.get(text);
      row.set(text, note + " " + random.pick(MARKS));
    }
    rows.subList(marked, blank).forEach(row -> row.set(text, ""));
    if (random.chance(75)) {
      traits.add("blank_counts");
      Keys.distinct(random, rows, Math.min(count, random.between(1, 3)))
          .forEach(row -> row.set(number, ""));
    }
    MessyTable messy = new MessyTable(clean);
    // Always some, so that nobody solves a stress table by copying it.
    traits.add(Noise.MIXED_UNITS.label());
    Noise.mixUnits(messy, random, 30);
    return new Draft(
        clean,
        document(messy.lines()),
        count >= MANY_ROWS ? Difficulty.HARD : Difficulty.MEDIUM,
        traits);
  }

  @Override
  public Task task(String id, String split, long seed) {
    Domain domain = clean.domain();
    List<String> columns = domain.headers();
    List<String> money = domain.headers(Column.Money.class);
    return new Task(
        id,
        SpreadsheetSplits.ENVIRONMENT,
        split,
        seed,
        difficulty,
        domain.intent(),
        SpreadsheetSplits.constraints(columns, money, domain.otherNames()),
        input,
        List.of(),
        new TableReference(
            clean.csv(),
            clean.rows().size(),
            columns,
            domain.headers(Column.KeyPart.class),
            money,
            TableReference.MILLIONS),
        traits);
  }

  private static String document(List<String> lines) {
    return String.join("\n", lines) + "\n";
  }
}
