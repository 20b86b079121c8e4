package io.plumbline.judges.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.graders.tasks.CitationReference;
import io.plumbline.graders.tasks.RevisionReference;
import io.plumbline.judges.JudgeFileException;
import io.plumbline.judges.JudgeRubric;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalibrationSetTest {
  private static final String TASK =
      "{\"task\":\"t\",\"environment\":\"doc_revision\",\"intent\":\"i\",\"constraints\":[\"c\"],"
          + "\"input\":\"d\",\"sources\":[]}\n";
  private static final String CASE =
      "{\"case\":\"a\",\"of\":\"t\",\"dimension\":\"faithfulness\",\"output\":\"\","
          + "\"band\":[0,0.2],\"why\":\"w\"}\n";

  @Test
  void theBundledSetHasSixteenCasesOrMoreForEachRubric() {
    List<CalibrationCase> cases = CalibrationSet.bundled().cases();
    assertThat(cases).hasSizeGreaterThanOrEqualTo(60);
    Set<String> ids = new HashSet<>();
    Set<List<String>> questions = new HashSet<>();
    for (CalibrationCase each : cases) {
      assertThat(ids.add(each.id())).as(each.id()).isTrue();
      List<String> question =
          List.of(each.rubric().dimension(), each.task().contentHash(), each.output());
      assertThat(questions.add(question)).as(each.id()).isTrue();
      assertThat(each.why()).as(each.id()).hasSizeGreaterThan(20);
    }
    for (JudgeRubric rubric : JudgeRubric.bundled()) {
      assertThat(bands(cases, rubric)).as(rubric.dimension()).hasSizeGreaterThanOrEqualTo(16);
    }
  }

  @Test
  void theGoodEndIsOversampledAndYetNoConstantAnswerWouldBeReported() {
    List<CalibrationCase> cases = CalibrationSet.bundled().cases();
    for (JudgeRubric rubric : JudgeRubric.bundled()) {
      List<Band> bands = bands(cases, rubric);
      double good =
          (double) bands.stream().filter(band -> band.low() >= 0.65).count() / bands.size();
      assertThat(good).as(rubric.dimension()).isBetween(0.5, 0.8);
      for (int percent = 0; percent <= 100; percent++) {
        double answer = percent / 100.0;
        long agreed = bands.stream().filter(band -> band.holds(answer)).count();
        assertThat((double) agreed / bands.size()).as(rubric.dimension()).isLessThan(0.6);
      }
    }
  }

  private static List<Band> bands(List<CalibrationCase> cases, JudgeRubric rubric) {
    return cases.stream()
        .filter(each -> each.rubric().equals(rubric))
        .map(CalibrationCase::band)
        .toList();
  }

  @Test
  void theBestConstantIsFoundAtTheLowEndOfABand() {
    List<Band> bands = List.of(new Band(0, 0.5), new Band(0.4, 0.6), new Band(0.7, 1));
    assertThat(CalibrationSet.constantAgreement(bands)).isEqualTo(2 / 3.0);
  }

  @Test
  void aCaseIsReadWithItsTask() throws JudgeFileException {
    CalibrationCase read = CalibrationSet.parse("f", TASK + "\n" + CASE).cases().get(0);
    assertThat(read.id()).isEqualTo("a");
    assertThat(read.rubric().dimension()).isEqualTo("faithfulness");
    assertThat(read.task().input()).isEqualTo("d");
    assertThat(read.task().constraints()).containsExactly("c");
    assertThat(read.output()).isEmpty();
    assertThat(read.band()).isEqualTo(new Band(0, 0.2));
    assertThat(read.why()).isEqualTo("w");
    assertThat(read.task().reference()).isEqualTo(new RevisionReference(""));
    String citation =
        (TASK + CASE)
            .replace("doc_revision", "citation_ground")
            .replace("faithfulness", "citation_accurate");
    assertThat(CalibrationSet.parse("f", citation).cases().get(0).task().reference())
        .isInstanceOf(CitationReference.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"band\":[0,0.2], | '' | f:2: band: missing (expected: two numbers, [low, high])",
        "\"band\":[0,0.2] | \"band\":[0.2] | f:2: band: [0.2] (expected: two numbers, [low, high])",
        "\"band\":[0,0.2] | \"band\":[0,\"1\"] | f:2: band: [0,\"1\"] (expected: two numbers, [low,"
            + " high])",
        "\"band\":[0,0.2] | \"band\":[0.3,0.2] | f:2: band: [0.3, 0.2] (expected: 0 <= low <= high"
            + " <= 1)",
        "faithfulness | style | f:2: dimension: style (expected: one of faithfulness,"
            + " quality_delta)",
        "faithfulness | citation_accurate | f:2: dimension: citation_accurate (expected: one of"
            + " faithfulness, quality_delta)",
        "\"of\":\"t\" | \"of\":\"u\" | f:2: of: u (expected: the name of a task above)",
        "\"output\":\"\" | \"output\":7 | f:2: output: 7 (expected: a text)",
        "\"why\":\"w\" | \"why\":\" \" | f:2: why: \" \" (expected: a text)",
        "\"case\":\"a\" | \"kase\":\"a\" | f:2: case: missing (expected: a text)",
        "doc_revision | poetry | f:1: environment: poetry (expected: doc_revision or"
            + " citation_ground)",
        "\"sources\":[] | \"sources\":[{\"name\":\"A\"}] | f:1: sources[0]: text: missing"
            + " (expected: a text)",
        "\"sources\":[] | \"sources\":7 | f:1: sources: 7 (expected: a list)",
        "\"sources\":[] | \"sources\":[7] | f:1: sources: 7 (expected: a list of objects)",
        "\"why\":\"w\" | \"why\":null | f:2: why: missing (expected: a text)",
        "\"why\":\"w\" | \"why\":7 | f:2: why: 7 (expected: a text)",
        "\"why\":\"w\" | \"why\":[1234567890123456789012345678901234567890] | f:2: why:"
            + " [123456789012345678901234567890123456789... (expected: a text)",
        "\"band\":[0,0.2] | \"band\":{\"a\":0,\"b\":1} | f:2: band: {\"a\":0,\"b\":1} (expected:"
            + " two numbers, [low, high])",
        "\"band\":[0,0.2] | \"band\":7 | f:2: band: 7 (expected: two numbers, [low, high])",
        "\"band\":[0,0.2] | \"band\":[\"0\",1] | f:2: band: [\"0\",1] (expected: two numbers, [low,"
            + " high])",
        "\"constraints\":[\"c\"] | \"constraints\":[7] | f:1: constraints: 7 (expected: a list of"
            + " texts)",
        "\"intent\":\"i\" | \"intent\" | f:1: not a JSON object (expected: one, each of its fields"
            + " once)"
      })
  void aBadFileIsRefusedByLineAndField(String from, String to, String message) {
    String file = TASK + CASE;
    assertThat(file).contains(from);
    assertThatThrownBy(() -> CalibrationSet.parse("f", file.replace(from, to)))
        .isInstanceOf(JudgeFileException.class)
        .hasMessage(message);
  }

  @Test
  void namesAreTakenOnce() {
    assertThatThrownBy(() -> CalibrationSet.parse("f", TASK + TASK + CASE))
        .hasMessage("f:2: task: t (expected: a name that is not taken)");
    assertThatThrownBy(() -> CalibrationSet.parse("f", TASK + CASE + CASE))
        .hasMessage("f:3: case: a (expected: an id that is not taken)");
    assertThatThrownBy(() -> CalibrationSet.parse("f", TASK))
        .hasMessage("f: no cases (expected: at least one)");
  }

  @Test
  void aSetThatAStampWouldPassIsRefused() {
    String cases = TASK;
    for (int i = 0; i < 10; i++) {
      String band = i < 7 ? "[0.9,1]" : "[0,0.1]";
      cases += CASE.replace("\"a\"", "\"a" + i + "\"").replace("[0,0.2]", band);
    }
    String file = cases;
    assertThatThrownBy(() -> CalibrationSet.parse("f", file))
        .hasMessage(
            "f: band: one answer to every case agrees with 0.7 of faithfulness (expected: less than"
                + " 0.7)");
  }

  @Test
  void aFileThatCannotBeReadIsRefused(@TempDir Path folder) throws Exception {
    assertThatThrownBy(() -> CalibrationSet.read(folder))
        .isInstanceOf(JudgeFileException.class)
        .hasMessage("cases: " + folder + " (expected: a file, not a folder)");
    Path file = folder.resolve("mine.jsonl");
    Files.writeString(file, TASK + CASE);
    assertThat(CalibrationSet.read(file).cases()).hasSize(1);
  }
}
