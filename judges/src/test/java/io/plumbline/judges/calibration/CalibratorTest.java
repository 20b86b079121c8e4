package io.plumbline.judges.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.judges.Judge;
import io.plumbline.judges.JudgeFileException;
import io.plumbline.judges.JudgeId;
import io.plumbline.judges.JudgeRubric;
import io.plumbline.judges.StubEndpoint;
import io.plumbline.judges.calibration.Calibrator.JudgeUnavailableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class CalibratorTest {
  private static final JudgeRubric FAITHFULNESS =
      JudgeRubric.of("doc_revision", "faithfulness").orElseThrow();

  private final StubEndpoint stub = new StubEndpoint();

  @AfterEach
  void close() {
    stub.close();
  }

  /** A judge that knows the bands: it finds the case by its output, and says its low end. */
  private static StubEndpoint.Behaviour oracle(CalibrationSet set) {
    return (exchange, body) -> {
      for (CalibrationCase each : set.cases()) {
        String output = jsonText(each.output() + "\n===");
        if (body.contains("output to judge ===\\n" + output)
            && body.contains("named " + each.rubric().dimension() + ",")) {
          StubEndpoint.says(StubEndpoint.scored(each.rubric().dimension(), 10 * each.band().low()))
              .answer(exchange, body);
          return;
        }
      }
      StubEndpoint.json(500, "{}").answer(exchange, body);
    };
  }

  private static String jsonText(String text) {
    String quoted = new JsonMapper().writeValueAsString(text);
    return quoted.substring(1, quoted.length() - 1);
  }

  @Test
  void aJudgeThatKnowsTheBandsIsPaidInEveryDimension(@TempDir Path folder) throws Exception {
    CalibrationSet set = CalibrationSet.bundled();
    stub.then(oracle(set));
    List<String> progress = new ArrayList<>();
    try (Judge judge = Judge.open(stub.config(0))) {
      Calibration calibration = Calibrator.run(judge, set, progress::add);
      assertThat(calibration.judge()).isEqualTo(judge.id());
      assertThat(calibration.dimensions())
          .extracting(DimensionResult::dimension)
          .containsExactlyInAnyOrderElementsOf(
              JudgeRubric.bundled().stream().map(JudgeRubric::dimension).toList());
      for (JudgeRubric rubric : JudgeRubric.bundled()) {
        assertThat(calibration.standing(judge.id(), rubric)).isEqualTo(Standing.PAID);
        assertThat(calibration.result(rubric).orElseThrow().agreement()).isEqualTo(1);
      }
      Path file = folder.resolve("c.json");
      Files.writeString(file, CalibrationFile.text(calibration));
      assertThat(CalibrationFile.read(file)).isEqualTo(calibration);
    }
    assertThat(progress).hasSameSizeAs(set.cases());
    assertThat(progress.get(0))
        .isEqualTo(
            "1/"
                + set.cases().size()
                + " faithfulness repair-cafe-gold-f: 0.9, agrees with [0.9, 1.0]");
  }

  @Test
  void aJudgeThatAlwaysPraisesIsExcluded() throws Exception {
    stub.then(
        (exchange, body) -> {
          for (JudgeRubric rubric : JudgeRubric.bundled()) {
            if (body.contains("named " + rubric.dimension() + ",")) {
              StubEndpoint.says(StubEndpoint.scored(rubric.dimension(), 10)).answer(exchange, body);
            }
          }
        });
    try (Judge judge = Judge.open(stub.config(0))) {
      List<String> progress = new ArrayList<>();
      Calibration calibration = Calibrator.run(judge, CalibrationSet.bundled(), progress::add);
      for (JudgeRubric rubric : JudgeRubric.bundled()) {
        assertThat(calibration.standing(judge.id(), rubric)).isEqualTo(Standing.EXCLUDED);
      }
      assertThat(progress).anyMatch(line -> line.contains(": 1.0, not in ["));
    }
  }

  @Test
  void aJudgeThatCannotBeAskedIsNotCalibrated() throws Exception {
    stub.then(StubEndpoint.json(401, "{}"));
    try (Judge judge = Judge.open(stub.config(0))) {
      assertThatThrownBy(() -> Calibrator.run(judge, CalibrationSet.bundled(), line -> {}))
          .isInstanceOf(JudgeUnavailableException.class)
          .hasMessageContaining("judge: case repair-cafe-gold-f: ")
          .hasMessageContaining("HTTP 401")
          .hasMessageNotContaining("secret");
    }
  }

  @Test
  void repliesThatCannotBeReadCountAsDisagreement() throws Exception {
    stub.then(StubEndpoint.says("10 of 10!"));
    List<String> progress = new ArrayList<>();
    try (Judge judge = Judge.open(stub.config(0))) {
      Calibration calibration = Calibrator.run(judge, CalibrationSet.bundled(), progress::add);
      DimensionResult result = calibration.result(FAITHFULNESS).orElseThrow();
      assertThat(result.failed()).isEqualTo(result.cases().size());
      assertThat(result.agreement()).isZero();
      assertThat(CalibrationFile.parse("f", CalibrationFile.text(calibration)))
          .isEqualTo(calibration);
    }
    assertThat(progress.get(0)).contains("failed, reply: no object with a score");
  }

  private static Calibration calibration(String rubricVersion) {
    List<CaseResult> cases = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      cases.add(new CaseResult("c" + i, new Band(0.5, 1), Optional.of(0.9), "fine"));
    }
    return new Calibration(
        new JudgeId("openai http://h", "m"),
        List.of(new DimensionResult("doc_revision", "faithfulness", rubricVersion, cases)));
  }

  @Test
  void aCalibrationHoldsForItsEndpointModelAndRubricOnly() {
    Calibration calibration = calibration(FAITHFULNESS.version());
    JudgeId judge = calibration.judge();
    assertThat(calibration.standing(judge, FAITHFULNESS)).isEqualTo(Standing.PAID);
    for (JudgeId other :
        List.of(new JudgeId("openai http://h", "m2"), new JudgeId("openai http://i", "m"))) {
      assertThat(calibration.standing(other, FAITHFULNESS)).isEqualTo(Standing.UNCALIBRATED);
    }
    assertThat(calibration.standings(judge))
        .startsWith("m at openai http://h: faithfulness paid, quality_delta uncalibrated and not")
        .endsWith(", hallucination_flag uncalibrated and not paid");
    assertThat(calibration("1.000000000000").standing(judge, FAITHFULNESS))
        .isEqualTo(Standing.UNCALIBRATED);
    assertThat(calibration.standing(judge, JudgeRubric.bundled().get(1)))
        .isEqualTo(Standing.UNCALIBRATED);
    assertThat(Calibration.none(judge).standing(judge, FAITHFULNESS))
        .isEqualTo(Standing.UNCALIBRATED);
  }

  @Test
  void aFileShowsTheMeanErrorOfWhatWasRead() {
    assertThat(CalibrationFile.text(calibration("1"))).contains("\"mean_absolute_error\" : 0.0");
    CaseResult failed = new CaseResult("c", new Band(0.5, 1), Optional.empty(), "no JSON");
    Calibration none =
        new Calibration(
            new JudgeId("e", "m"),
            List.of(new DimensionResult("doc_revision", "faithfulness", "1", List.of(failed))));
    assertThat(CalibrationFile.text(none)).doesNotContain("mean_absolute_error");
  }

  @Test
  void aStandingThatAFileClaimsIsNotBelieved() throws JudgeFileException {
    String text = CalibrationFile.text(calibration(FAITHFULNESS.version()));
    String forged = text.replace("\"value\" : 0.9", "\"value\" : 0.1");
    assertThat(forged).contains("\"paid\"");
    Calibration read = CalibrationFile.parse("f", forged);
    assertThat(read.standing(read.judge(), FAITHFULNESS)).isEqualTo(Standing.EXCLUDED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"faithfulness\" | \"style\" | f: dimensions[0]: dimension: style (expected: one that"
            + " doc_revision has a rubric for)",
        "\"band\" | \"bend\" | f: dimensions[0]: cases[0]: band: missing (expected: two numbers,"
            + " [low, high])",
        "\"value\" : 0.9 | \"value\" : 1.9 | f: dimensions[0]: cases[0]: value: 1.9 (expected: a"
            + " number in [0, 1])",
        "\"value\" : 0.9 | \"value\" : -0.1 | f: dimensions[0]: cases[0]: value: -0.1 (expected: a"
            + " number in [0, 1])",
        "\"value\" : 0.9 | \"value\" : \"x\" | f: dimensions[0]: cases[0]: value: \"x\" (expected:"
            + " a number)",
        "\"model\" | \"modem\" | f: model: missing (expected: a text)",
        "\"rubric\" | \"rubrik\" | f: dimensions[0]: rubric: missing (expected: a text)",
        "{ | [ | f: not a JSON object (expected: one, each of its fields once)"
      })
  void aBadCalibrationIsRefusedByPlaceAndField(String from, String to, String message) {
    String text = CalibrationFile.text(calibration("1"));
    assertThat(text).contains(from);
    assertThatThrownBy(() -> CalibrationFile.parse("f", text.replace(from, to)))
        .isInstanceOf(JudgeFileException.class)
        .hasMessage(message);
  }

  @Test
  void aListIsNoCalibration() {
    assertThatThrownBy(() -> CalibrationFile.parse("f", "[]"))
        .hasMessage("f: not a JSON object (expected: one, each of its fields once)");
  }

  @Test
  void aDimensionWithoutCasesIsRefused() {
    String text =
        "{\"endpoint\":\"e\",\"model\":\"m\",\"dimensions\":[{\"environment\":\"doc_revision\","
            + "\"dimension\":\"faithfulness\",\"rubric\":\"1\",\"cases\":[]}]}";
    assertThatThrownBy(() -> CalibrationFile.parse("f", text))
        .hasMessage("f: dimensions[0]: cases: none (expected: at least one)");
  }
}
