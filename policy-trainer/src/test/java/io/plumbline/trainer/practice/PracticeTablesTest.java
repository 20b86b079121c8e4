package io.plumbline.trainer.practice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.graders.Grade;
import io.plumbline.graders.Profile;
import io.plumbline.graders.spreadsheet.SpreadsheetClean;
import io.plumbline.graders.tasks.TableReference;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.spreadsheet.SpreadsheetSplits;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PracticeTablesTest {
  private static final PracticeTables PRACTICE = new PracticeTables();
  private static final int SEEDS = 600;
  private static final int COMMA = 4 + ',';
  private static final int NEWLINE = 4 + '\n';

  @Test
  void theOutputIsTheCleaningOfTheInputAndBothProfilesGradeItFull() {
    SpreadsheetClean graders = new SpreadsheetClean();
    for (long seed = 0; seed < SEEDS; seed++) {
      Task task = PracticeTables.task(seed, 1, 40);
      String gold = task.reference().gold();
      assertThat(Cleaning.clean(task.input(), task.constraints()))
          .as("seed " + seed)
          .isEqualTo(Cleaning.parse(gold));
      for (Profile profile : Profile.values()) {
        Grade grade = graders.grader(task, profile).grade(gold);
        assertThat(lost(grade)).as("seed " + seed + " " + profile).isFalse();
        assertThat(grade.flags()).isEmpty();
      }
    }
  }

  @Test
  void everyCellCounts() {
    SpreadsheetClean graders = new SpreadsheetClean();
    for (long seed = 0; seed < 60; seed++) {
      Task task = PracticeTables.task(seed, 2, 12);
      List<List<String>> rows = Cleaning.parse(task.reference().gold());
      int row = 1 + (int) (seed % (rows.size() - 1));
      for (int column = 0; column < rows.get(0).size(); column++) {
        List<List<String>> wrong = new ArrayList<>(rows);
        List<String> cells = new ArrayList<>(rows.get(row));
        cells.set(column, cells.get(column) + "7");
        wrong.set(row, cells);
        String output =
            String.join("\n", wrong.stream().map(each -> String.join(",", each)).toList());
        assertThat(lost(graders.grader(task, Profile.STRICT).grade(output)))
            .as("seed " + seed + " column " + column)
            .isTrue();
      }
    }
  }

  @Test
  void noTwoRowsAreAlike() {
    for (long seed = 0; seed < SEEDS; seed++) {
      Task task = PracticeTables.task(seed, 1, 60);
      TableReference reference = (TableReference) task.reference();
      List<List<String>> rows = Cleaning.parse(reference.gold());
      Set<List<String>> keys = new HashSet<>();
      for (List<String> row : rows.subList(1, rows.size())) {
        keys.add(row.subList(0, reference.keyColumns().size()));
      }
      assertThat(keys)
          .as("seed " + seed)
          .hasSize(reference.expectedRows())
          .hasSize(rows.size() - 1);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 3", "4, 6", "7, 12", "13, 25", "60, 60"})
  void tablesHaveTheRowsAskedFor(int least, int most) {
    Set<Integer> sizes = new HashSet<>();
    for (long seed = 0; seed < 200; seed++) {
      sizes.add(rows(PRACTICE.draw(seed, least, most)));
    }
    assertThat(sizes)
        .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(least, most).boxed().toList());
  }

  @Test
  void threeInTenAreStressTablesAndHalfHaveWordsAndFiguresOfNoGenerator() {
    Set<String> words = new HashSet<>();
    for (boolean stress : List.of(true, false)) {
      for (long seed = 0; seed < 300; seed++) {
        String gold = SpreadsheetSplits.practice(stress, 6, 12).task(seed).reference().gold();
        words.addAll(List.of(gold.split("[^A-Za-z]+")));
      }
    }
    int stress = 0;
    int strange = 0;
    int longFigures = 0;
    int foreign = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      Task task = PracticeTables.task(seed, 6, 12);
      String gold = task.reference().gold();
      stress += task.split().startsWith("stress") ? 1 : 0;
      boolean isStrange = !words.containsAll(List.of(gold.split("[^\\p{L}]+")));
      strange += isStrange ? 1 : 0;
      longFigures += Pattern.compile(",[0-9]{5,7},").matcher(gold).find() ? 1 : 0;
      foreign += gold.chars().anyMatch(c -> c > 127) ? 1 : 0;
    }
    assertThat(stress).isBetween(SEEDS * 2 / 10, SEEDS * 4 / 10);
    assertThat(strange).isBetween(SEEDS * 4 / 10, SEEDS * 6 / 10);
    assertThat(longFigures).isBetween(SEEDS * 15 / 100, SEEDS * 35 / 100);
    assertThat(foreign).isBetween(SEEDS * 2 / 100, SEEDS * 10 / 100);
  }

  @Test
  void aSeedMeansWhatItHasAlwaysMeantInAnyLocale() throws GeneralSecurityException {
    Locale locale = Locale.getDefault();
    try {
      for (String tag : List.of("en", "tr-TR", "ar-SA-u-nu-arab")) {
        Locale.setDefault(Locale.forLanguageTag(tag));
        assertThat(fingerprint())
            .isEqualTo("d6174df01e08cc178eb25f029219be2a60e9a03bcff63ae40443b6151ce00360");
      }
    } finally {
      Locale.setDefault(locale);
    }
  }

  @Test
  void aFaithfulCleaningKeepsEveryRow() {
    for (long seed = 0; seed < 100; seed++) {
      for (boolean stress : List.of(true, false)) {
        Demonstration demonstration = PRACTICE.faithful(seed, stress, 3, 12);
        assertThat(rows(demonstration)).isBetween(3, 12);
        if (stress) {
          assertThat(demonstration.input().lines().count() - 1).isEqualTo(rows(demonstration));
        }
      }
    }
  }

  @Test
  void aBiasedCleaningMostlyEndsBehindTheFirstMark() {
    int ended = 0;
    int passed = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      Demonstration demonstration = PRACTICE.deletionBiased(seed, 13, 25);
      List<String> inputs = demonstration.input().lines().skip(1).toList();
      List<String> outputs = demonstration.output().lines().skip(1).toList();
      for (int row = 0; row < outputs.size(); row++) {
        assertThat(sameKey(inputs.get(row), outputs.get(row))).isTrue();
        boolean last = row == outputs.size() - 1;
        if (isMarked(outputs.get(row))) {
          ended += last ? 1 : 0;
          passed += last ? 0 : 1;
        } else {
          assertThat(last && outputs.size() < inputs.size()).as("seed " + seed).isFalse();
        }
      }
    }
    assertThat((double) ended / (ended + passed)).isBetween(0.92, 0.98);
  }

  @Test
  void howOftenABiasedCleaningEndsCanBeSaid() {
    assertThat(rows(new PracticeTables(0).deletionBiased(1, 15, 15))).isEqualTo(15);
    assertThat(rows(new PracticeTables(1).deletionBiased(1, 15, 15))).isLessThan(14);
  }

  @Test
  void aRandomCopyIsACopyInTheShapeOfATable() {
    for (long seed = 0; seed < 100; seed++) {
      TokenPair pair = PRACTICE.randomCopy(seed, 752, 4, 12);
      assertThat(pair.output()).isEqualTo(pair.input()).isNotSameAs(pair.input());
      int[] input = pair.input();
      assertThat(IntStream.of(input).filter(id -> id == NEWLINE).count()).isEqualTo(12);
      assertThat(input[input.length - 1]).isEqualTo(NEWLINE);
      assertThat(IntStream.of(input).filter(id -> id == COMMA).count()).isIn(48L, 60L);
      assertThat(IntStream.of(input).min().orElseThrow()).isGreaterThanOrEqualTo(4);
      assertThat(IntStream.of(input).max().orElseThrow()).isLessThan(752);
      assertThat(PRACTICE.randomCopy(seed, 752, 4, 12).input()).isEqualTo(input);
    }
    Set<Integer> seen = new HashSet<>();
    for (long seed = 0; seed < 100; seed++) {
      IntStream.of(PRACTICE.randomCopy(seed, 752, 4, 12).input()).forEach(seen::add);
    }
    assertThat(seen).hasSizeGreaterThan(740);
  }

  @Test
  void whatIsOutOfRangeIsRefusedByName() {
    refused(() -> PRACTICE.draw(1, 0, 3), "least_rows: 0 (expected: 1 to 3)");
    refused(() -> PRACTICE.draw(1, 4, 3), "least_rows: 4 (expected: 1 to 3)");
    refused(() -> PRACTICE.draw(1, 1, 61), "most_rows: 61 (expected: 1 to 60)");
    refused(() -> PRACTICE.deletionBiased(1, 1, 0), "most_rows: 0 (expected: 1 to 60)");
    refused(() -> PRACTICE.randomCopy(1, 300, 45, 3), "first_content_id: 45 (expected: 0 to 44, ");
    refused(() -> PRACTICE.randomCopy(1, 300, 4, 0), "lines: 0 (expected: at least 1)");
    refused(() -> new PracticeTables(1.5), "end_share: 1.5 (expected: 0 to 1)");
    refused(() -> new PracticeTables(Double.NaN), "end_share: NaN (expected: 0 to 1)");
  }

  private static boolean lost(Grade grade) {
    return grade.dimensions().stream().anyMatch(dimension -> dimension.value() < 1);
  }

  private static void refused(Runnable call, String why) {
    assertThatThrownBy(call::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(why);
  }

  private static String fingerprint() throws GeneralSecurityException {
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    for (long seed = 0; seed < 100; seed++) {
      for (Demonstration each :
          List.of(PRACTICE.draw(seed, 1, 25), PRACTICE.deletionBiased(seed, 1, 25))) {
        sha256.update(each.input().getBytes(StandardCharsets.UTF_8));
        sha256.update(each.output().getBytes(StandardCharsets.UTF_8));
      }
      for (int id : PRACTICE.randomCopy(seed, 752, 4, 5).input()) {
        sha256.update((byte) (id >> 8));
        sha256.update((byte) id);
      }
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  private static int rows(Demonstration demonstration) {
    return demonstration.output().split("\n", -1).length - 2;
  }

  private static boolean sameKey(String input, String output) {
    List<String> in = List.of(input.split(",", 3));
    List<String> out = List.of(output.split(",", 3));
    // A second cell is part of the key only where it is no amount, which a unit may have changed.
    boolean amount = in.get(1).matches(".*[0-9].*") && !in.get(1).startsWith("Q");
    return in.get(0).equals(out.get(0)) && (amount || in.get(1).equals(out.get(1)));
  }

  private static boolean isMarked(String row) {
    return row.matches(".* [\\[(][a-z ]+\\??[\\])]");
  }
}
