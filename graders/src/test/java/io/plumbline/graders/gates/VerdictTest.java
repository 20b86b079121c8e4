package io.plumbline.graders.gates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.graders.gates.Trajectory.Finding;
import io.plumbline.graders.gates.Verdict.Letter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class VerdictTest {
  private static final String TARGET = "data_preservation";

  private static Recorded low() {
    return new Recorded().with(TARGET, 0.3);
  }

  private static Candidacy candidacy(Recorded regular, Recorded stress) throws EvaluationException {
    return new Candidacy(
        "run",
        "",
        Recorded.measured("before.json", new Recorded(), low()),
        Recorded.measured("after.json", regular, stress));
  }

  private static GateReport report(Recorded regular, Recorded stress) throws EvaluationException {
    return GateReport.of(candidacy(regular, stress), Optional.empty());
  }

  @Test
  void aVerdictSaysInWordsWhatMoved() throws EvaluationException {
    assertThat(report(new Recorded(), new Recorded().with(TARGET, 0.35)).verdict().explanation())
        .isEqualTo(
            "B: target up, nothing else down, but not promoted; stress strict data_preservation"
                + " 0.300 to 0.350");
    assertThat(report(new Recorded().with("format_validity", 0.8), new Recorded()).verdict())
        .isEqualTo(
            new Verdict(
                Letter.C,
                "stress strict data_preservation",
                0.3,
                0.9,
                List.of("regular reference format_validity", "regular strict format_validity")));
  }

  @Test
  void whereNoStressTasksWereEvaluatedTheTargetIsOnRegularOnes() throws EvaluationException {
    Measured base = new Measured(new Recorded().read("before.json"), Optional.empty());
    Recorded worse = new Recorded().with(TARGET, 0.95).with("completeness", 0.8);
    Measured candidate = new Measured(worse.read("after.json"), Optional.empty());
    Candidacy candidacy = new Candidacy("run", "", base, candidate);
    assertThat(GateReport.of(candidacy, Optional.empty()).verdict().explanation())
        .isEqualTo(
            "C: target up, something else worse; regular strict data_preservation 0.900 to 0.950;"
                + " worse: regular reference completeness, regular strict completeness");
    Measured gold = new Measured(perfect().read("gold.json"), Optional.empty());
    Reachability reach = Reachability.of(base, gold);
    assertThat(reach.isReachable()).isTrue();
    assertThat(reach.conditions()).extracting(Condition::tasks).containsOnly("regular");
  }

  @Test
  void aGateThatGoldFailsIsRefusedWithTheNumbersWhateverTheCandidate() throws EvaluationException {
    Candidacy good = candidacy(new Recorded().with("completeness", 0.95), new Recorded());
    Measured short512 =
        Recorded.measured("gold.json", perfect(), perfect().with(TARGET, 0, 1, 0, 0));
    GateReport refused = GateReport.of(good, Optional.of(short512));
    assertThat(refused.isRefused()).isTrue();
    assertThat(refused.isPromoted()).isFalse();
    assertThat(refused.verdict().letter()).isEqualTo(Letter.B);
    assertThat(refused.decision())
        .isEqualTo("gate refused: a perfect policy fails 2 of its conditions");
    assertThat(GatePage.text(refused))
        .contains(
            "=> stress strict data_preservation: a perfect policy reaches 0.250 within 768 tokens",
            "the gate asks for >= 0.850")
        .doesNotContain("a perfect policy passes");

    Measured whole = Recorded.measured("gold.json", perfect(), perfect());
    GateReport passed = GateReport.of(good, Optional.of(whole));
    assertThat(passed.isRefused()).isFalse();
    assertThat(passed.isPromoted()).isTrue();
  }

  /** One dimension has to rise by 0.02, and the base leaves 0.015. */
  @Test
  void aThresholdBeyondWhatTheBaseLeavesToGainIsUnreachable() throws EvaluationException {
    Recorded base =
        new Recorded()
            .with("unit_consistency", 0.975)
            .with("format_validity", 1)
            .with("completeness", 1);
    Recorded gold = perfect().with("unit_consistency", 0.99);
    Reachability reach =
        Reachability.of(
            Recorded.measured("before.json", base, low()),
            Recorded.measured("gold.json", gold, perfect()));
    assertThat(reach.unreachable().stream().map(Condition::label))
        .containsExactly("regular reference one_rises", "regular strict one_rises");
    assertThat(reach.explain(reach.unreachable().get(0)))
        .startsWith(
            "regular reference one_rises: a perfect policy changes it by 0.015 within 768 tokens");
  }

  private static Recorded perfect() {
    Recorded perfect = new Recorded().without("decoding");
    for (String each :
        List.of("composite", TARGET, "unit_consistency", "format_validity", "completeness")) {
      perfect.with(each, 1);
    }
    return perfect;
  }

  @Test
  void goldUnderAnotherBudgetIsRefused() throws EvaluationException {
    Measured base = Recorded.measured("before.json", new Recorded(), low());
    Measured gold = Recorded.measured("gold.json", perfect().field("max_tokens", 512), perfect());
    assertThatThrownBy(() -> Reachability.of(base, gold))
        .isInstanceOf(EvaluationException.class)
        .hasMessage("gold.json: max_tokens: 512 (expected: 768, as in before.json)");
    Measured regular = new Measured(perfect().read("gold.json"), Optional.empty());
    assertThatThrownBy(() -> Reachability.of(base, regular))
        .isInstanceOf(EvaluationException.class)
        .hasMessageStartingWith("gold.json: stress: missing");
  }

  private static Finding finding(OptionalDouble gold, double... targets) {
    List<Trajectory.Run> runs = new ArrayList<>();
    for (double target : targets) {
      runs.add(new Trajectory.Run("intervention " + runs.size(), target));
    }
    return Trajectory.of(runs, gold).finding();
  }

  @Test
  void runsThatEndWithinFiveHundredthsAreFlat() {
    OptionalDouble one = OptionalDouble.of(1);
    assertThat(finding(one, 0.25, 0.27, 0.30)).isEqualTo(Finding.FLAT);
    assertThat(finding(OptionalDouble.empty(), 0.25, 0.30)).isEqualTo(Finding.FLAT);
    assertThat(finding(one, 0.25, 0.3001)).isEqualTo(Finding.NEITHER);
    assertThat(finding(one, 0.25)).isEqualTo(Finding.NEITHER);
  }

  @Test
  void theSameInterventionTwiceIsNoSecondOne() {
    List<Trajectory.Run> same =
        List.of(new Trajectory.Run("sft", 0.25), new Trajectory.Run("sft", 0.25));
    assertThat(Trajectory.of(same, OptionalDouble.of(1)).finding()).isEqualTo(Finding.NEITHER);
  }

  /** collab-eval's three runs: 0.25 each, and gold reaches no more under their budget. */
  @Test
  void atItsCeilingOutranksFlat() {
    assertThat(finding(OptionalDouble.of(0.25), 0.25, 0.25, 0.25))
        .isEqualTo(Finding.AT_ITS_CEILING);
    assertThat(finding(OptionalDouble.of(0.26), 0.21, 0.24)).isEqualTo(Finding.AT_ITS_CEILING);
    assertThat(finding(OptionalDouble.of(0.26), 0.24, 0.21)).isEqualTo(Finding.AT_ITS_CEILING);
    assertThat(finding(OptionalDouble.of(0.2701), 0.21, 0.25)).isEqualTo(Finding.FLAT);
    assertThat(finding(OptionalDouble.of(1), 0.2, 0.98)).isEqualTo(Finding.AT_ITS_CEILING);
    assertThat(finding(OptionalDouble.of(1), 0.99, 0.3)).isEqualTo(Finding.NEITHER);
  }

  @Test
  void aSeriesIsOneOfRunsThatWereMeasuredAlike() throws EvaluationException {
    Candidacy first = candidacy(new Recorded(), new Recorded());
    Candidacy other =
        new Candidacy(
            "other",
            "x",
            Recorded.measured(
                "b.json", new Recorded().field("max_tokens", 9), low().field("max_tokens", 9)),
            Recorded.measured(
                "c.json", new Recorded().field("max_tokens", 9), low().field("max_tokens", 9)));
    assertThatThrownBy(() -> GateSeries.of(List.of(first, other), Optional.empty()))
        .isInstanceOf(EvaluationException.class)
        .hasMessage("c.json: max_tokens: 9 (expected: 768, as in after.json)");
    assertThat(GateSeries.of(List.of(first, first), Optional.empty()).json())
        .containsEntry("promoted", false)
        .containsKeys("candidates", "trajectory");
    assertThatThrownBy(() -> GateSeries.of(List.of(), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("runs: 0 (expected: at least 1)");
  }

  @Test
  void aSeriesSaysWhatGoldReachesWhereThatIsKnown() throws EvaluationException {
    List<Candidacy> one = List.of(candidacy(new Recorded(), new Recorded()));
    Trajectory unknown = GateSeries.of(one, Optional.empty()).trajectory();
    assertThat(unknown.explanation())
        .isEqualTo(
            "neither flat nor at its ceiling: target 0.900; what gold reaches under the same"
                + " budget is not known");
    assertThat(unknown.json()).doesNotContainKey("ceiling");
    Measured gold = Recorded.measured("gold.json", perfect(), perfect().with(TARGET, 0.91));
    Trajectory known = GateSeries.of(one, Optional.of(gold)).trajectory();
    assertThat(known.explanation())
        .isEqualTo("at its ceiling: target 0.900; gold reaches 0.910 under the same budget");
    assertThat(known.json()).containsEntry("ceiling", 0.91);
  }
}
