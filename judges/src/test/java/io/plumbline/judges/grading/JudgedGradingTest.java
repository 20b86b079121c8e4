package io.plumbline.judges.grading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.plumbline.graders.DimensionGrade;
import io.plumbline.graders.DimensionStatus;
import io.plumbline.graders.Grade;
import io.plumbline.graders.Grader;
import io.plumbline.graders.Profile;
import io.plumbline.graders.RewardRule;
import io.plumbline.graders.lines.SecondLook.Remark;
import io.plumbline.graders.lines.SecondLook.Seen;
import io.plumbline.graders.revision.DocRevision;
import io.plumbline.graders.tasks.Task;
import io.plumbline.judges.Judge;
import io.plumbline.judges.JudgeFileException;
import io.plumbline.judges.JudgeRubric;
import io.plumbline.judges.Samples;
import io.plumbline.judges.StubEndpoint;
import io.plumbline.judges.calibration.Band;
import io.plumbline.judges.calibration.Calibration;
import io.plumbline.judges.calibration.CaseResult;
import io.plumbline.judges.calibration.DimensionResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * On {@code doc_revision}: instruction_following (0.30) and over_editing (0.20) are 1 by rule,
 * faithfulness (0.30) and quality_delta (0.20) wait for the judge.
 */
class JudgedGradingTest {
  private static final Task TASK = Samples.revision();
  private static final Grader RULES = new DocRevision().grader(TASK, Profile.REFERENCE);
  private static final String OUTPUT = "Nora painted the gate green.";

  private final StubEndpoint stub = new StubEndpoint();
  private Judge judge;

  @BeforeEach
  void open() throws JudgeFileException {
    judge = Judge.open(stub.config(0));
  }

  @AfterEach
  void close() throws JudgeFileException {
    judge.close();
    stub.close();
  }

  /** Says 8 of faithfulness and 5 of quality_delta, with an overall number to be ignored. */
  private void judgeScores() {
    stub.then(
        (exchange, body) -> {
          boolean faithfulness = body.contains("named faithfulness,");
          String text =
              faithfulness
                  ? "{\"dimension\":\"faithfulness\",\"score\":8,\"reason\":\"no Monday\","
                      + "\"overall\":0}"
                  : StubEndpoint.scored("quality_delta", 5);
          StubEndpoint.says(text).answer(exchange, body);
        });
  }

  /** Agreement in tenths with ten cases of each dimension. */
  private Calibration calibrated(int faithfulness, int quality) {
    return new Calibration(
        judge.id(),
        List.of(result("faithfulness", faithfulness), result("quality_delta", quality)));
  }

  private static DimensionResult result(String dimension, int agreed) {
    List<CaseResult> cases = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      double value = i < agreed ? 1 : 0;
      cases.add(new CaseResult("c" + i, new Band(0.9, 1), Optional.of(value), ""));
    }
    JudgeRubric rubric = JudgeRubric.of("doc_revision", dimension).orElseThrow();
    return new DimensionResult("doc_revision", dimension, rubric.version(), cases);
  }

  private Seen look(Calibration calibration) {
    return new JudgedGrading(judge, calibration).look(RULES, TASK, OUTPUT);
  }

  private static DimensionGrade dimension(Grade grade, String name) {
    return grade.dimensions().stream()
        .filter(each -> each.spec().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aCalibratedJudgeFillsWhatTheRulesLeftOpenAndTheCompositeIsRecomputed() {
    judgeScores();
    Seen judged = look(calibrated(8, 10));
    Grade grade = judged.grade();
    assertThat(dimension(grade, "faithfulness"))
        .returns(DimensionStatus.ASSESSED, DimensionGrade::status)
        .returns(0.8, DimensionGrade::value);
    assertThat(dimension(grade, "quality_delta").value()).isEqualTo(0.5);
    assertThat(grade.assessedWeight()).isEqualTo(1);
    // 0.30 · 1 + 0.30 · 0.8 + 0.20 · 1 + 0.20 · 0.5
    assertThat(grade.reward(RewardRule.PESSIMISTIC)).hasValue(0.84);
    assertThat(judged.remarks())
        .containsExactly(
            new Remark("faithfulness", "paid", DimensionStatus.ASSESSED, 0.8, "no Monday"),
            new Remark("quality_delta", "paid", DimensionStatus.ASSESSED, 0.5, "as it seems"));
    assertThat(stub.requests()).hasSize(2); // one call for each dimension
    assertThat(grade.dimensions())
        .extracting(each -> each.spec().name())
        .containsExactly("instruction_following", "faithfulness", "over_editing", "quality_delta");
  }

  @Test
  void theGradesVersionNamesTheJudgeItsRubricsAndTheirStanding() {
    judgeScores();
    String version = look(calibrated(8, 7)).grade().graderVersion();
    assertThat(version)
        .startsWith("reference-1+stub-model at anthropic http://127.0.0.1:")
        .matches(
            ".* \\(faithfulness 1\\.[0-9a-f]{12} paid, quality_delta 1\\.[0-9a-f]{12} reported\\)");
  }

  @Test
  void anAgreementBelowEightTenthsIsReportedAndNotPaid() {
    judgeScores();
    Seen judged = look(calibrated(10, 7));
    assertThat(dimension(judged.grade(), "quality_delta").status())
        .isEqualTo(DimensionStatus.UNASSESSED);
    // 0.30 · 1 + 0.30 · 0.8 + 0.20 · 1 + nothing
    assertThat(judged.grade().reward(RewardRule.PESSIMISTIC)).hasValue(0.74);
    assertThat(judged.remarks().get(1))
        .isEqualTo(
            new Remark("quality_delta", "reported", DimensionStatus.ASSESSED, 0.5, "as it seems"));
  }

  @Test
  void anAgreementBelowSevenTenthsIsNotEvenAskedFor() {
    judgeScores();
    Seen judged = look(calibrated(6, 6));
    assertThat(judged.grade().dimensions()).isEqualTo(RULES.grade(OUTPUT).dimensions());
    assertThat(judged.remarks())
        .extracting(Remark::standing, Remark::status, Remark::why)
        .containsOnly(
            tuple(
                "excluded",
                DimensionStatus.UNASSESSED,
                "not asked: it agrees with too few calibration cases"));
    assertThat(stub.requests()).isEmpty();
  }

  @Test
  void withoutACalibrationTheJudgeSaysSoAndIsNotPaid() {
    judgeScores();
    Seen judged = look(Calibration.none(judge.id()));
    assertThat(judged.grade().dimensions()).isEqualTo(RULES.grade(OUTPUT).dimensions());
    assertThat(judged.grade().reward(RewardRule.PESSIMISTIC)).hasValue(0.5);
    assertThat(judged.remarks())
        .containsExactly(
            new Remark("faithfulness", "uncalibrated", DimensionStatus.ASSESSED, 0.8, "no Monday"),
            new Remark(
                "quality_delta", "uncalibrated", DimensionStatus.ASSESSED, 0.5, "as it seems"));
  }

  @Test
  void aJudgeThatIsUnauthorisedFailsItsDimensionsAndTheRestOfTheGradeStands() {
    stub.then(StubEndpoint.json(401, "{}"));
    Seen judged = look(calibrated(10, 10));
    Grade grade = judged.grade();
    assertThat(dimension(grade, "faithfulness").status()).isEqualTo(DimensionStatus.FAILED);
    assertThat(dimension(grade, "quality_delta").status()).isEqualTo(DimensionStatus.FAILED);
    assertThat(dimension(grade, "instruction_following"))
        .isEqualTo(dimension(RULES.grade(OUTPUT), "instruction_following"));
    assertThat(grade.reward(RewardRule.PESSIMISTIC)).isEmpty();
    assertThat(judged.remarks().get(0).status()).isEqualTo(DimensionStatus.FAILED);
    assertThat(judged.remarks().get(0).why()).contains("HTTP 401").doesNotContain("secret");
  }

  @Test
  void whatTheRulesHaveDecidedIsNotAskedAgain() {
    judgeScores();
    Grader decided =
        new Grader() {
          @Override
          public Grade grade(String output) {
            Grade ruled = RULES.grade(output);
            DimensionGrade faithful =
                DimensionGrade.assessed(dimension(ruled, "faithfulness").spec(), 0.25);
            return new Grade(List.of(faithful), List.of(), "v");
          }

          @Override
          public List<String> evidence(String output) {
            return List.of();
          }
        };
    Seen judged = new JudgedGrading(judge, calibrated(10, 10)).look(decided, TASK, OUTPUT);
    assertThat(dimension(judged.grade(), "faithfulness").value()).isEqualTo(0.25);
    assertThat(judged.remarks()).isEmpty();
    assertThat(stub.requests()).isEmpty();
  }

  @Test
  void aReplyThatHadToBeRepairedSaysSo() {
    stub.then(StubEndpoint.says("Well: " + StubEndpoint.scored("faithfulness", 8)));
    Remark remark = look(calibrated(10, 10)).remarks().get(0);
    assertThat(remark.value()).isEqualTo(0.8);
    assertThat(remark.why()).isEqualTo("[reply repaired] as it seems");
  }

  @Test
  void oneReplyThatCannotBeReadFailsOneDimension() {
    stub.then(StubEndpoint.says(StubEndpoint.scored("faithfulness", 8)));
    Grade grade = look(calibrated(10, 10)).grade();
    assertThat(dimension(grade, "faithfulness").status()).isEqualTo(DimensionStatus.ASSESSED);
    assertThat(dimension(grade, "quality_delta").status()).isEqualTo(DimensionStatus.FAILED);
  }

  @Test
  void anUnpaidJudgeThatBreaksTakesNothingFromTheGrade() {
    stub.then(StubEndpoint.json(500, "{}"));
    Seen judged = look(Calibration.none(judge.id()));
    assertThat(judged.grade().dimensions()).isEqualTo(RULES.grade(OUTPUT).dimensions());
    assertThat(judged.remarks())
        .extracting(Remark::standing, Remark::status)
        .containsOnly(tuple("uncalibrated", DimensionStatus.FAILED));
  }

  @Test
  void flagsOfTheRulesStillCap() {
    judgeScores();
    String passive = "The gate was painted. It was dried. It was opened.";
    Grade grade = new JudgedGrading(judge, calibrated(10, 10)).look(RULES, TASK, passive).grade();
    assertThat(grade.flags()).isEqualTo(RULES.grade(passive).flags()).isNotEmpty();
    assertThat(grade.reward(RewardRule.PESSIMISTIC)).hasValue(0.3);
  }
}
