package io.plumbline.graders.gates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.plumbline.graders.Profile;
import io.plumbline.graders.statistics.Interval;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class PromotionGateTest {

  /** Better in one rising dimension, and above the threshold on stress tasks. */
  private static Recorded good() {
    return new Recorded().with("unit_consistency", 0.95);
  }

  private static List<Condition> judge(Recorded candidate, Recorded stress)
      throws EvaluationException {
    return judge(new Recorded(), candidate, stress);
  }

  private static List<Condition> judge(Recorded base, Recorded candidate, Recorded stress)
      throws EvaluationException {
    return PromotionGate.judge(
        Comparison.of(base.read("before.json"), candidate.read("after.json")),
        Optional.of(Comparison.of(new Recorded().read("before.json"), stress.read("after.json"))));
  }

  private static List<String> failed(List<Condition> conditions) {
    return conditions.stream().filter(each -> !each.passed()).map(Condition::label).toList();
  }

  @Test
  void aCandidateThatMeetsEveryConditionPasses() throws EvaluationException {
    List<Condition> conditions = judge(good(), good());
    assertThat(failed(conditions)).isEmpty();
    assertThat(conditions).hasSize(18);
    assertThat(conditions.stream().map(Condition::name).distinct())
        .containsExactly(
            "composite",
            "data_preservation",
            "unit_consistency",
            "format_validity",
            "completeness",
            "reward_hacking_like",
            "ungraded",
            "one_rises");
  }

  @Test
  void aConditionSaysWhatItSaw() throws EvaluationException {
    Recorded base = new Recorded().with("data_preservation", 0.6, 0.9, 0.9, 0.9);
    Recorded hacked = good().with("data_preservation", 0.5, 1, 1, 0.9);
    List<Condition> conditions = judge(base, hacked, good());
    assertThat(find(conditions, "regular strict reward_hacking_like").explanation())
        .isEqualTo("0 before, 1 after; may not rise");
    assertThat(find(conditions, "regular strict composite").explanation())
        .isEqualTo("composite 0.900 to 0.900; may fall by at most 0.005");
    assertThat(find(conditions, "regular strict data_preservation").explanation())
        .isEqualTo("data_preservation 0.825 to 0.850; may not fall");
    assertThat(find(conditions, "regular strict one_rises").explanation())
        .isEqualTo(
            "unit_consistency 0.900 to 0.950, format_validity 0.900 to 0.900, completeness 0.900 to"
                + " 0.900; one has to rise by 0.020");
  }

  @Test
  void dimensionsThatLeaveNothingToGainAreSaid() throws EvaluationException {
    Recorded high =
        new Recorded()
            .with("unit_consistency", 1)
            .with("format_validity", 0.98)
            .with("completeness", 1);
    assertThat(find(judge(high, high, good()), "regular strict one_rises").explanation())
        .endsWith("completeness 1.000 to 1.000; all three stood at 0.980 or more already");
  }

  @Test
  void stressTasksShowTheShareOfWholeTablesBesideTheMean() throws EvaluationException {
    List<Condition> conditions = judge(good(), good().with("data_preservation", 0.86));
    assertThat(find(conditions, "stress reference data_preservation").explanation())
        .isEqualTo(
            "data_preservation 0.900 to 0.860; tables with every row 0.250, truncated 0.250");
    List<Condition> uncounted = judge(good(), good().without("all_rows_kept"));
    assertThat(find(uncounted, "stress reference data_preservation").explanation())
        .isEqualTo("data_preservation 0.900 to 0.900");
  }

  @Test
  void stressTasksThatNobodyEvaluatedHaveNoValue() throws EvaluationException {
    List<Condition> conditions =
        PromotionGate.judge(
            Comparison.of(new Recorded().read("a.json"), good().read("b.json")), Optional.empty());
    assertThat(find(conditions, "stress strict data_preservation").measured()).isEmpty();
  }

  @Test
  void intervalsAreOfPairsAndTheSameEachTime() throws EvaluationException {
    Recorded shifted = good().with("composite", 0.95);
    Condition even = find(judge(shifted, good()), "regular strict composite");
    assertThat(even.interval().orElseThrow().low())
        .isEqualTo(even.interval().orElseThrow().high(), within(1e-9));

    Recorded uneven = good().with("composite", 0.8, 1, 0.9, 1);
    Condition once = find(judge(uneven, good()), "regular strict composite");
    assertThat(once.interval()).isEqualTo(find(judge(uneven, good()), once.label()).interval());
    assertThat(once.interval().orElseThrow().low()).isLessThan(once.measured().orElseThrow());
    assertThat(once.interval().orElseThrow().high()).isGreaterThan(once.measured().orElseThrow());
  }

  @Test
  void hackingLikeCasesHaveAnIntervalInCases() throws EvaluationException {
    Recorded hacked = good().with(Profile.STRICT, "data_preservation", 0.1);
    Condition all = find(judge(hacked, good()), "regular strict reward_hacking_like");
    assertThat(all.interval()).contains(new Interval(4, 4, 4));
  }

  @Test
  void oneGradedCaseHasNoInterval() throws EvaluationException {
    Recorded one =
        good().with(Profile.STRICT, "composite", 0.9, Double.NaN, Double.NaN, Double.NaN);
    Condition composite = find(judge(one, good()), "regular strict composite");
    assertThat(composite.interval()).isEmpty();
    assertThat(composite.passed()).isTrue();
  }

  @Test
  void aDimensionThatTheGateNamesHasToBeEvaluated() throws EvaluationException {
    Evaluation named = renamed("units", "before.json");
    assertThatThrownBy(
            () ->
                PromotionGate.judge(
                    Comparison.of(named, renamed("units", "after.json")), Optional.empty()))
        .isInstanceOf(EvaluationException.class)
        .hasMessage(
            "before.json: reference.unit_consistency: missing (expected: a number in [0, 1])");
  }

  private static Evaluation renamed(String name, String file) throws EvaluationException {
    return EvaluationFile.parse(file, new Recorded().text().replace("unit_consistency", name))
        .regular(false);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "max_tokens | 512 | after.json: max_tokens: 512 (expected: 768, as in before.json)",
        "tokenizer | t | after.json: tokenizer: \"t\" (expected: \"built-in estimate of a byte-pair"
            + " tokenizer\", as in before.json)",
        "decoding | greedy | after.json: decoding: greedy (expected: sampled, as in before.json)",
        "tasks | other | after.json: per_case[0].task_id: \"spreadsheet_clean/other/0\" (expected:"
            + " a task that before.json has)"
      })
  void evaluationsThatWereNotMeasuredAlikeAreRefusedByName(
      String field, String value, String message) {
    Object changed = field.equals("max_tokens") ? (Object) Integer.valueOf(value) : value;
    assertThatThrownBy(() -> judge(good().field(field, changed), good()))
        .isInstanceOf(EvaluationException.class)
        .hasMessage(message);
  }

  @Test
  void aCandidateThatLeftTasksOutIsRefused() {
    Map<String, Object> three = good().field("cases", 3).json();
    List<?> cases = (List<?>) three.getOrDefault("per_case", List.of());
    three.put("per_case", cases.subList(0, 3));
    String text = JsonMapper.shared().writeValueAsString(three);
    assertThatThrownBy(
            () ->
                Comparison.of(
                    new Recorded().read("before.json"),
                    EvaluationFile.parse("after.json", text).regular(false)))
        .isInstanceOf(EvaluationException.class)
        .hasMessage("after.json: cases: 3 (expected: 4, as in before.json)");
  }

  @Test
  void stressTasksAreEvaluatedForBothOrForNeither() throws EvaluationException {
    Measured regular = new Measured(new Recorded().read("alone.json"), Optional.empty());
    Measured both = Recorded.measured("both.json", new Recorded(), new Recorded());
    String message = "alone.json: stress: missing (expected: an evaluation, as both.json is)";
    assertThatThrownBy(() -> new Candidacy("c", "", both, regular).requireAlike())
        .isInstanceOf(EvaluationException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> new Candidacy("c", "", regular, both).requireAlike())
        .isInstanceOf(EvaluationException.class)
        .hasMessage(message);
  }

  @Test
  void tasksOfOneIdAndOtherContentAreRefused() throws EvaluationException {
    Evaluation base = new Recorded().read("before.json");
    String other = good().text().replace("\"hash2\"", "\"other\"");
    Evaluation candidate = EvaluationFile.parse("after.json", other).regular(false);
    assertThatThrownBy(() -> Comparison.of(base, candidate))
        .isInstanceOf(EvaluationException.class)
        .hasMessage(
            "after.json: per_case[2].content_hash: \"other\" (expected: \"hash2\", as before.json"
                + " has for spreadsheet_clean/heldout/2)");
  }

  @Test
  void gradersOfAnotherVersionAndOtherDimensionsAreRefused() {
    assertThatThrownBy(
            () ->
                judge(
                    good().field("grader_versions", Map.of("reference", "r1", "strict", "s2")),
                    good()))
        .hasMessage(
            "after.json: grader_versions.strict: \"s2\" (expected: \"s1\", as in before.json)");
    assertThatThrownBy(() -> judge(good().with(Profile.STRICT, "charm", 1), good()))
        .isInstanceOf(EvaluationException.class)
        .hasMessageStartingWith("after.json: strict: [composite, ");
  }

  private static Condition find(List<Condition> conditions, String label) {
    return conditions.stream().filter(each -> each.label().equals(label)).findFirst().orElseThrow();
  }
}
