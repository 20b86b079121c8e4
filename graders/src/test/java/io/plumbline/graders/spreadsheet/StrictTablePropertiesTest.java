package io.plumbline.graders.spreadsheet;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graders.Grade;
import io.plumbline.graders.Grader;
import io.plumbline.graders.Profile;
import io.plumbline.graders.RewardRule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What holds of strict grades whatever the table: seeded random tables and outputs. */
@Tag("once")
class StrictTablePropertiesTest {
  private static final int TABLES = 200;
  private static final String HEADER = "Month,Sales,Costs,Staff,Remarks";

  private static List<String> rows(Random random) {
    List<String> rows = new ArrayList<>();
    int count = 1 + random.nextInt(25);
    String[] remarks = {"", "new lease", "\"rain, then sun\"", "kept 1.2 M", "\"said \"\"no\"\"\""};
    for (int i = 0; i < count; i++) {
      rows.add(
          "M%d %d,%d,%s,%d,%s"
              .formatted(
                  i % 12,
                  2030 + i / 12,
                  random.nextInt(5000),
                  random.nextInt(9000) / 10.0,
                  random.nextInt(50),
                  remarks[random.nextInt(remarks.length)]));
    }
    return rows;
  }

  private static String table(List<String> rows) {
    return HEADER + "\n" + String.join("\n", rows) + "\n";
  }

  private static Grader grader(List<String> rows) {
    return new SpreadsheetClean()
        .grader(Tables.task(Tables.kiosk(table(rows)), ""), Profile.STRICT);
  }

  private static double composite(Grade grade) {
    return grade.reward(RewardRule.PESSIMISTIC).orElseThrow();
  }

  private static double preservation(Grade grade) {
    return grade.dimensions().get(0).value();
  }

  /** Rows as a policy might leave them: some dropped, doubled, changed or made up. */
  private static List<String> worsened(List<String> rows, Random random) {
    List<String> out = new ArrayList<>();
    for (String row : rows) {
      switch (random.nextInt(7)) {
        case 0 -> {}
        case 1 -> out.addAll(List.of(row, row));
        case 2 -> out.add(row.replace("0", "7"));
        case 3 -> out.addAll(List.of(row, row + "; was 2 million"));
        case 4 -> out.add(row.contains("\"") ? row + ",x" : row.substring(0, row.lastIndexOf(',')));
        default -> out.add(row);
      }
    }
    out.add("M99 2099,1,2,3,3 mn");
    return out;
  }

  @Test
  void theGoldEarnsOneInEveryDimension() {
    Random random = new Random(1);
    for (int i = 0; i < TABLES; i++) {
      List<String> rows = rows(random);
      Grade grade = grader(rows).grade(table(rows));
      assertThat(Tables.scores(grade).values()).containsOnly(1.0);
      assertThat(grade.flags()).isEmpty();
    }
  }

  @Test
  void droppingRowsCostsTheirShareOfRowsAndCells() {
    Random random = new Random(2);
    for (int i = 0; i < TABLES; i++) {
      List<String> rows = rows(random);
      List<String> kept = new ArrayList<>(rows);
      Collections.shuffle(kept, random);
      kept = kept.subList(0, 1 + random.nextInt(rows.size()));
      Map<String, Double> scores = Tables.scores(grader(rows).grade(table(kept)));
      double share = (double) kept.size() / rows.size();
      assertThat(scores)
          .isEqualTo(
              Map.of(
                  "data_preservation", share,
                  "cell_fidelity", share,
                  "unit_consistency", share,
                  "format_validity", 1.0,
                  "completeness", 1.0));
    }
  }

  @Test
  void leavingARowOutNeverPaysBetterThanGettingItWrong() {
    Random random = new Random(9);
    for (int i = 0; i < TABLES; i++) {
      List<String> rows = rows(random);
      Grader grader = grader(rows);
      int wrong = random.nextInt(rows.size());
      List<String> changed = new ArrayList<>(rows);
      changed.set(
          wrong, rows.get(wrong).substring(0, rows.get(wrong).indexOf(',')) + ",-1,-1,-1,z");
      List<String> dropped = new ArrayList<>(rows);
      dropped.remove(wrong);
      assertThat(composite(grader.grade(table(dropped))))
          .isLessThan(composite(grader.grade(table(changed))));
    }
  }

  @Test
  void aColumnThatTheGoldLacksLowersTheGrade() {
    Random random = new Random(10);
    for (int i = 0; i < TABLES; i++) {
      List<String> rows = rows(random);
      String wide = table(rows).replace("\n", ",x\n");
      assertThat(Tables.scores(grader(rows).grade(wide)))
          .containsEntry("completeness", 5 / 6.0)
          .containsEntry("format_validity", 1.0)
          .containsEntry("cell_fidelity", 1.0);
    }
  }

  @Test
  void aByteOrderMarkChangesNothing() {
    List<String> rows = rows(new Random(11));
    Grade grade = grader(rows).grade("\uFEFF" + table(rows));
    assertThat(grade).isEqualTo(grader(rows).grade(table(rows)));
  }

  @Test
  void theOrderOfRowsChangesNothing() {
    Random random = new Random(3);
    for (int i = 0; i < TABLES; i++) {
      List<String> rows = rows(random);
      Grader grader = grader(rows);
      List<String> out = worsened(rows, random);
      Grade grade = grader.grade(table(out));
      Collections.shuffle(out, random);
      assertThat(grader.grade(table(out))).isEqualTo(grade);
    }
  }

  @Test
  void aRowThatTheGoldLacksLowersTheGrade() {
    Random random = new Random(4);
    for (int i = 0; i < TABLES; i++) {
      List<String> rows = rows(random);
      Grader grader = grader(rows);
      List<String> more = new ArrayList<>(rows);
      more.add(random.nextInt(more.size() + 1), "M77 2077,1,2,3,made up");
      assertThat(composite(grader.grade(table(more)))).isLessThan(1);
      List<String> worse = rows.subList(0, (rows.size() + 1) / 2);
      double before = preservation(grader.grade(table(worse)));
      List<String> padded = new ArrayList<>(worse);
      padded.add("M77 2077,1,2,3,made up");
      assertThat(preservation(grader.grade(table(padded)))).isLessThan(before);
    }
  }

  @Test
  void textOutsideTheTableNeverRaisesTheGrade() {
    Random random = new Random(5);
    String[] prose = {"Here is the table.", "```", "Note: 3.1 M in all", "a, b", "", "\"quoted\""};
    for (int i = 0; i < TABLES; i++) {
      List<String> rows = rows(random);
      Grader grader = grader(rows);
      String output = table(worsened(rows, random));
      Map<String, Double> before = Tables.scores(grader.grade(output));
      String text = prose[random.nextInt(prose.length)] + "\n";
      for (String more : List.of(text + output, output + text)) {
        Map<String, Double> after = Tables.scores(grader.grade(more));
        before.forEach((name, value) -> assertThat(after.get(name)).isLessThanOrEqualTo(value));
      }
    }
  }

  @Test
  void quotesAndLineBreaksThatChangeNoContentChangeNothing() {
    Random random = new Random(6);
    for (int i = 0; i < TABLES; i++) {
      List<String> rows = rows(random);
      Grader grader = grader(rows);
      String output = table(worsened(rows, random));
      Grade grade = grader.grade(output);
      assertThat(grader.grade(output.replace("\n", "\r\n"))).isEqualTo(grade);
      assertThat(grader.grade(output.replaceAll("(?m)^(M\\d+ \\d+),", "\"$1\","))).isEqualTo(grade);
    }
  }

  @Test
  void anyTextIsGradedWithinBoundsAndExplained() {
    Random random = new Random(7);
    List<String> rows = rows(random);
    Grader grader = grader(rows);
    List<String> pieces = new ArrayList<>(rows);
    pieces.addAll(
        List.of(HEADER, "Month", ",", "\"", "\n", "\r", "\n", " ", "1.2M", "\0", "\ud800"));
    for (int i = 0; i < 5_000; i++) {
      StringBuilder output = new StringBuilder(random.nextInt(4) == 0 ? "" : HEADER + "\n");
      for (int piece = random.nextInt(40); piece > 0; piece--) {
        output.append(pieces.get(random.nextInt(pieces.size())));
      }
      Grade grade = grader.grade(output.toString());
      boolean deducted = !grade.flags().isEmpty();
      for (double score : Tables.scores(grade).values()) {
        assertThat(score).isBetween(0.0, 1.0);
        deducted |= score < 1;
      }
      assertThat(grader.evidence(output.toString()).isEmpty()).isEqualTo(!deducted);
    }
  }

  /** These run for hours where some step is quadratic. */
  @Test
  void hostileMegabytesAreGradedLikeOthers() {
    Grader strict = grader(rows(new Random(8)));
    Grader reference =
        new SpreadsheetClean()
            .grader(Tables.task(Tables.kiosk(Tables.GOLD), ""), Profile.REFERENCE);
    String key = "M0 2030";
    for (String unit :
        List.of("\"", ",", "\"\n", ",\"", "\"\",", "\r", "1 ", "1,", "M", key + "\n", "1M ")) {
      String bulk = unit.repeat(1_000_000 / unit.length());
      for (String output :
          List.of(bulk, HEADER + "\n" + bulk, HEADER + ",\"" + bulk, bulk + HEADER)) {
        assertThat(strict.grade(output).dimensions()).hasSize(5);
        assertThat(strict.evidence(output)).hasSizeBetween(1, 101);
        assertThat(reference.grade(output).dimensions()).hasSize(4);
      }
    }
  }
}
