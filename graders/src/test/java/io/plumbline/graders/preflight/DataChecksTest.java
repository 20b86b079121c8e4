package io.plumbline.graders.preflight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.graders.tasks.TaskSplit;
import io.plumbline.graders.tasks.files.TaskFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class DataChecksTest {
  private static final Path TASKS =
      Path.of(System.getProperty("plumbline.root", ".."), "../shared/collab-eval/tasks");

  @TempDir Path folder;

  private List<Checked> check(List<Map<String, String>> lines) throws IOException {
    Path file = folder.resolve("data.jsonl");
    Files.write(
        file, lines.stream().map(line -> JsonMapper.shared().writeValueAsString(line)).toList());
    return DataChecks.of(file);
  }

  private static List<Finding> found(List<Checked> checks, Failure failure) {
    return checks.stream()
        .filter(check -> check.failure() == failure)
        .flatMap(check -> check.findings().stream())
        .toList();
  }

  private static List<Failure> failures(List<Checked> checks) {
    return checks.stream().flatMap(c -> c.findings().stream()).map(Finding::failure).toList();
  }

  private static Map<String, String> line(String... fields) {
    Map<String, String> line = new LinkedHashMap<>();
    for (int i = 0; i < fields.length; i += 2) {
      line.put(fields[i], fields[i + 1]);
    }
    return line;
  }

  /** Twenty tables of four rows, of which the gold of the first some loses one. */
  private static List<Map<String, String>> tables(int deleting, boolean converting) {
    List<Map<String, String>> lines = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String last = i < deleting ? "" : "d,4\n";
      lines.add(
          line(
              "task_type",
              "spreadsheet_clean",
              "input",
              "key,amount\na,1 K\n\nb,2\nc,3\nd,4\n",
              "gold",
              "key,amount\na," + (converting ? "1" : "1 K") + "\nb,2\nc,3\n" + last));
    }
    return lines;
  }

  @Test
  void goldThatDeletesNearlyAlwaysIsOneSided() throws IOException {
    assertThat(found(check(tables(19, true)), Failure.ONE_SIDED_GOLD))
        .singleElement()
        .satisfies(
            finding ->
                assertThat(finding.saw())
                    .isEqualTo(
                        "of 80 rows in 20 tables the gold deletes 0.238, keeps 0.513 as they are"
                            + " and converts 0.250; 0.950 of the tables lose rows, 1.000 have rows"
                            + " converted"));
    assertThat(failures(check(tables(18, true)))).isEmpty();
  }

  @Test
  void goldThatDeletesManyRowsOfSomeTablesIsOneSidedToo() throws IOException {
    List<Map<String, String>> lines = tables(0, true);
    for (int i = 0; i < 12; i++) {
      lines.get(i).put("gold", "key,amount\na,1\n");
    }
    assertThat(failures(check(lines))).containsExactly(Failure.ONE_SIDED_GOLD);
  }

  @Test
  void goldThatConvertsNothingIsOneSided() throws IOException {
    assertThat(found(check(tables(10, false)), Failure.ONE_SIDED_GOLD))
        .singleElement()
        .satisfies(
            f ->
                assertThat(f.saw())
                    .endsWith("0.500 of the tables lose rows, 0.000 have rows converted"));
  }

  @Test
  void whatIsNoTableOrHasNoGoldIsNotLookedAtForOneSidedGold() throws IOException {
    List<Map<String, String>> letters = tables(19, true);
    letters.forEach(letter -> letter.put("task_type", "doc_revision"));
    List<Map<String, String>> samples = tables(19, true);
    samples.forEach(
        sample -> sample.put("output", sample.remove("gold") + samples.indexOf(sample)));
    for (List<Map<String, String>> lines : List.of(letters, samples)) {
      assertThat(check(lines)).extracting(Checked::failure).doesNotContain(Failure.ONE_SIDED_GOLD);
    }
  }

  @Test
  void whatNobodyDeletesCannotBeLearntByImitation() throws IOException {
    assertThat(failures(check(tables(1, true)))).containsExactly(Failure.ABSENCE_TARGET);
    assertThat(failures(check(tables(2, true)))).isEmpty();
  }

  @Test
  void collabEvalsStressDataTeachAnAbsenceAndItsRegularDataDoNot() throws IOException {
    assumeTrue(Files.isDirectory(TASKS), () -> "skipped: " + TASKS + " is not there");
    List<Checked> stress = DataChecks.of(TASKS.resolve("stress_train_seed400.jsonl"));
    assertThat(found(stress, Failure.ABSENCE_TARGET))
        .singleElement()
        .satisfies(
            f -> assertThat(f.saw()).startsWith("the gold of 1.000 of 80 tables deletes no row"));
    List<Checked> regular = DataChecks.of(TASKS.resolve("spreadsheet_train_seed100.jsonl"));
    assertThat(found(regular, Failure.ABSENCE_TARGET)).isEmpty();
    assertThat(found(regular, Failure.ONE_SIDED_GOLD)).isEmpty();
    assertThat(found(regular, Failure.COSMETIC_ARTEFACTS))
        .extracting(Finding::saw)
        .contains("240 of 240 texts have carriage returns that the input has not");
  }

  @Test
  void ourOwnTrainingTablesAreClean() throws IOException {
    TaskCatalogue catalogue = TaskCatalogue.bundled("");
    TaskSplit split = catalogue.split("spreadsheet_clean", "train").orElseThrow();
    Path file = folder.resolve("train.jsonl");
    List<String> lines = new ArrayList<>();
    for (int seed = 0; seed < 200; seed++) {
      Task task = split.task(seed);
      lines.add(TaskFile.line(task));
    }
    Files.write(file, lines);
    assertThat(DataChecks.of(file)).flatExtracting(Checked::findings).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'```csv\na,b\n```\n', a code fence",
    "'Here is the table:\na,b\n', a preface",
    "'a,b<|im_end|>', a special token",
    "'a,b\r\n', carriage returns",
    "'a,\u200Bb\n', invisible characters",
    "'a,b \nc,d\n', blanks at line ends",
    "'\na,b\n', blanks or line ends at its beginning"
  })
  void marksInTextsAreFoundUnlessTheInputHasThemToo(String text, String mark) throws IOException {
    assertThat(found(check(List.of(line("input", "a", "gold", text))), Failure.COSMETIC_ARTEFACTS))
        .extracting(Finding::saw)
        .containsExactly("1 of 1 texts have " + mark + " that the input has not");
    assertThat(failures(check(List.of(line("input", "a", "output", text)))))
        .containsExactly(Failure.COSMETIC_ARTEFACTS);
    assertThat(failures(check(List.of(line("input", text, "gold", text))))).isEmpty();
    assertThat(failures(check(List.of(line("input", "a", "completion", "a,b\n"))))).isEmpty();
  }

  @Test
  void pairsThatALineEndTellsApartAreFound() throws IOException {
    assertThat(
            found(
                check(pairs("a,b\n", "a,b,c", "a\n", "b\n", "c\n", "d\n")),
                Failure.COSMETIC_ARTEFACTS))
        .extracting(Finding::saw)
        .containsExactly("a line end at its end in the chosen text alone tells 1 of 3 pairs apart");
    assertThat(found(check(pairs("a", "b\n")), Failure.COSMETIC_ARTEFACTS))
        .extracting(Finding::saw)
        .containsExactly(
            "a line end at its end in the rejected text alone tells 1 of 1 pairs apart");
    assertThat(failures(check(pairs("a\n", "b", "c", "d\n")))).isEmpty();
  }

  private static List<Map<String, String>> pairs(String... texts) {
    List<Map<String, String>> lines = new ArrayList<>();
    for (int i = 0; i < texts.length; i += 2) {
      lines.add(line("prompt", "p", "chosen", texts[i], "rejected", texts[i + 1]));
    }
    return lines;
  }

  @Test
  void samplesThatAreTheSameForDifferentInputsHaveCollapsed() throws IOException {
    assertThat(found(check(samples("x", "x", "y", "x")), Failure.MODE_COLLAPSE))
        .extracting(Finding::saw)
        .containsExactly("after: 2 different outputs for 4 different inputs");
    assertThat(failures(check(samples("x", "y", "z", "x")))).isEmpty();
    List<Map<String, String>> bare = samples("x", "x", "x", "x");
    bare.forEach(sample -> sample.remove("phase"));
    assertThat(found(check(bare), Failure.MODE_COLLAPSE))
        .extracting(Finding::saw)
        .containsExactly("1 different outputs for 4 different inputs");
  }

  @Test
  void fewSamplesSayNothingOfCollapse() throws IOException {
    assertThat(check(samples("x", "x", "x")))
        .extracting(Checked::failure)
        .doesNotContain(Failure.MODE_COLLAPSE);
    List<Map<String, String>> phases = samples("x", "x", "x", "x");
    phases.subList(0, 2).forEach(sample -> sample.put("phase", "before"));
    assertThat(failures(check(phases))).isEmpty();
  }

  private static List<Map<String, String>> samples(String... outputs) {
    List<Map<String, String>> lines = new ArrayList<>();
    for (String output : outputs) {
      lines.add(line("phase", "after", "input", "task " + lines.size(), "output", output));
    }
    return lines;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"input\":\"a\"}|1: gold_or_reference_output: missing (expected: input or prompt, and",
        "{\"gold\":\"a\"}|1: input: missing (expected: input or prompt, and",
        "{\"input\":\"a\",\"chosen\":\"b\"}|1: rejected: missing (expected: both of a pair)",
        "{\"input\":\"a\",\"rejected\":\"b\"}|1: chosen: missing (expected: both of a pair)",
        "{\"input\":\"a\",\"gold\":null}|1: gold_or_reference_output: missing (expected: input",
        "\n{\"input\":7}|2: input: 7 (expected: a string)",
        "{\"input\":[1234567890123456789012345678901234567890]}|1: input:"
            + " [123456789012345678901234567890123456789... (expected: a string)",
        "[]|1: not an object (expected: a JSON object)",
        "{|1: not JSON (expected: a JSON object)",
        "| no lines (expected: at least one)"
      })
  void badLinesAreSaidByFileLineAndField(String given) throws IOException {
    Path file = folder.resolve("bad.jsonl");
    int bar = given.lastIndexOf('|');
    Files.writeString(file, given.substring(0, bar));
    assertThatThrownBy(() -> DataChecks.of(file))
        .isInstanceOf(PreflightException.class)
        .hasMessageStartingWith(file + ":" + given.substring(bar + 1));
  }
}
