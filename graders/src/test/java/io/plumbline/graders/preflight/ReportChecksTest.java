package io.plumbline.graders.preflight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.graders.Profile;
import io.plumbline.graders.gates.Candidacy;
import io.plumbline.graders.gates.EvaluationException;
import io.plumbline.graders.gates.Measured;
import io.plumbline.graders.gates.Recorded;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportChecksTest {
  private static final String TARGET = "data_preservation";

  private static List<Failure> moved(Recorded after) throws EvaluationException {
    Measured base = Recorded.measured("before.json", new Recorded(), new Recorded());
    Measured candidate = Recorded.measured("after.json", after, new Recorded());
    return failures(ReportChecks.moved(new Candidacy("c", "", base, candidate)));
  }

  private static List<Failure> failures(List<Checked> checks) {
    return checks.stream().flatMap(c -> c.findings().stream()).map(Finding::failure).toList();
  }

  @Test
  void scoresThatAreTheBasesToTheLastDigitAreTheBases() throws EvaluationException {
    assertThat(moved(new Recorded())).containsExactly(Failure.EMPTY_MERGE, Failure.MOVED_NOTHING);
  }

  @Test
  void meansThatMoveByNothingAreSaid() throws EvaluationException {
    assertThat(moved(new Recorded().with("composite", 0.9, 0.909)))
        .containsExactly(Failure.MOVED_NOTHING);
    assertThat(moved(new Recorded().with(Profile.STRICT, "completeness", 0.91))).isEmpty();
  }

  private static Recorded better() {
    return new Recorded().with("completeness", 1);
  }

  @Test
  void stressTasksCountWhereTheyWereEvaluated() throws EvaluationException {
    Measured base = Recorded.measured("before.json", new Recorded(), new Recorded());
    Measured stress = Recorded.measured("after.json", new Recorded(), better());
    assertThat(failures(ReportChecks.moved(new Candidacy("c", "", base, stress)))).isEmpty();
    Measured alone = new Measured(new Recorded().read("before.json"), Optional.empty());
    Measured regular = new Measured(better().read("after.json"), Optional.empty());
    assertThat(ReportChecks.moved(new Candidacy("c", "", alone, regular)))
        .extracting(Checked::saw)
        .containsExactly(
            "scores differ from the base's in some case",
            "the mean that moved most did so by 0.1000");
  }

  @Test
  void evaluationsThatWereNotMeasuredAlikeAreNotCompared() throws EvaluationException {
    Measured base = new Measured(new Recorded().read("before.json"), Optional.empty());
    Recorded shorter = new Recorded().field("max_tokens", 512);
    Measured candidate = new Measured(shorter.read("after.json"), Optional.empty());
    assertThatThrownBy(() -> ReportChecks.moved(new Candidacy("c", "", base, candidate)))
        .isInstanceOf(EvaluationException.class)
        .hasMessage("after.json: max_tokens: 512 (expected: 768, as in before.json)");
  }

  @Test
  void perfectPoliciesMayScoreTheSame() throws EvaluationException {
    Measured perfect = Recorded.measured("p.json", gold(), gold());
    List<Checked> checks = ReportChecks.moved(new Candidacy("c", "", perfect, perfect));
    assertThat(failures(checks)).containsExactly(Failure.MOVED_NOTHING);
    assertThat(checks.get(0).saw()).isEqualTo("every case is perfect");
  }

  @Test
  void aThresholdThatGoldFailsIsFoundBesideTheBase() throws EvaluationException {
    Measured base =
        Recorded.measured("before.json", new Recorded(), new Recorded().with(TARGET, 0.2));
    Measured gold = Recorded.measured("gold.json", gold(), gold().with(TARGET, 0.84));
    List<Checked> checks = ReportChecks.reach(base, gold);
    assertThat(failures(checks))
        .containsExactly(Failure.UNREACHABLE_GATE, Failure.UNREACHABLE_GATE);
    assertThat(checks.get(0).findings().get(0).saw())
        .contains("a perfect policy reaches 0.840", "the gate asks for >= 0.850");
    assertThat(failures(ReportChecks.reach(base, Recorded.measured("g", gold(), gold()))))
        .isEmpty();
  }

  @Test
  void aBaseThatStandsWhereGoldStandsExhaustsTheEvaluation() throws EvaluationException {
    Measured gold = Recorded.measured("gold.json", gold(), gold());
    for (double target : new double[] {0.951, 0.95}) {
      Measured base =
          Recorded.measured("before.json", new Recorded(), new Recorded().with(TARGET, target));
      assertThat(failures(ReportChecks.reach(base, gold)))
          .isEqualTo(target > 0.95 ? List.of(Failure.INSTRUMENT_EXHAUSTED) : List.of());
    }
  }

  @Test
  void goldAloneShowsWhetherABudgetIsEnough() throws EvaluationException {
    assertThat(ReportChecks.reach(gold().read("gold")).findings()).isEmpty();
    assertThat(
            ReportChecks.reach(gold().with(Profile.REFERENCE, TARGET, 0, 1).read("gold"))
                .findings())
        .extracting(Finding::saw)
        .containsExactly(
            "a perfect policy reaches data_preservation 0.500 under reference on heldout within 768"
                + " tokens (truncated 0.250); the gate asks for 0.85");
  }

  private static Recorded gold() {
    Recorded gold = new Recorded().without("decoding");
    for (String each :
        List.of("composite", TARGET, "unit_consistency", "format_validity", "completeness")) {
      gold.with(each, 1);
    }
    return gold;
  }
}
