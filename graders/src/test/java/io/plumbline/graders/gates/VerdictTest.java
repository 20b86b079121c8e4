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
            "the gate asks for >= 0.850");

    Measured whole = Recorded.measured("gold.json", perfect(), perfect());
    assertThat(GateReport.of(good, Optional.of(whole)).isPromoted()).isTrue();
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
  }

  @Test
  void markdownIsATableOfEveryCondition() throws EvaluationException {
    GateReport report = report(new Recorded().with("completeness", 0.95), new Recorded());
    assertThat(GatePage.markdown(report))
        .startsWith("## run: promoted\n\n|  | tasks | profile | condition | asked |")
        .contains(
            "\n| pass | stress | strict | data_preservation | >= 0.850 | 0.900 | [0.900, 0.900] |")
        .contains("- verdict A: promoted");
    assertThat(GatePage.markdown(report).lines().filter(line -> line.startsWith("| pass")))
        .hasSize(18);
  }
}
