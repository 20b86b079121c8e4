package io.plumbline.graders.gates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.graders.Profile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class EvaluationFileTest {

  @Test
  void anEvaluationIsReadAsItWasWritten() throws EvaluationException {
    Evaluation read =
        new Recorded().with(Profile.STRICT, "data_preservation", 0, 0.5, 1, 1).read("a.json");
    assertThat(read.maxTokens()).isEqualTo(768);
    assertThat(read.decoding()).contains("sampled");
    assertThat(read.mean(Profile.STRICT, "data_preservation")).isEqualTo(0.625);
    assertThat(read.scores(Profile.STRICT).graderVersion()).isEqualTo("s1");
    assertThat(read.hackingLike(Profile.STRICT)).isEqualTo(2);
    assertThat(read.perCase()).hasSize(4);
    assertThat(read.perCase().get(1).contentHash()).isEqualTo("hash1");
  }

  @Test
  void aRunsFileHoldsFourEvaluationsAndAnEvalsOneOrTwo() throws EvaluationException {
    Map<String, Object> one = new Recorded().field("policy", "r").json();
    Map<String, Object> two = new Recorded().field("policy", "s").json();
    Map<String, Object> greedy = new Recorded().field("policy", "g").json();
    EvaluationFile run =
        EvaluationFile.parse(
            "before.json",
            json(
                Map.of(
                    "regular",
                    one,
                    "stress",
                    two,
                    "stress_greedy",
                    greedy,
                    "stop_hazard",
                    List.of())));
    assertThat(run.isRun()).isTrue();
    assertThat(run.regular(false).policy()).isEqualTo("r");
    assertThat(run.stress(false).orElseThrow().policy()).isEqualTo("s");
    assertThat(run.stress(true).orElseThrow().policy()).isEqualTo("g");
    assertThatThrownBy(() -> run.regular(true))
        .isInstanceOf(EvaluationException.class)
        .hasMessage("before.json: regular_greedy: missing (expected: an evaluation)");

    EvaluationFile eval =
        EvaluationFile.parse("e.json", new Recorded().field("greedy", greedy).text());
    assertThat(eval.isRun()).isFalse();
    assertThat(eval.regular(true).policy()).isEqualTo("g");
    assertThat(eval.stress(false)).isEmpty();
  }

  @Test
  void aFileOfMeansAloneIsRefused() {
    assertThatThrownBy(() -> new Recorded().without("per_case").read("old.json"))
        .isInstanceOf(EvaluationException.class)
        .hasMessage(
            "old.json: per_case: missing (expected: a record of each case, as eval writes them)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "max_tokens | 0 | a.json: max_tokens: 0 (expected: an integer of at least 1)",
        "max_tokens | 7.0 | a.json: max_tokens: 7.0 (expected: an integer of at least 1)",
        "max_tokens | 4294967296 | a.json: max_tokens: 4294967296 (expected: an integer of at least"
            + " 1)",
        "max_tokens | null | a.json: max_tokens: missing (expected: an integer of at least 1)",
        "cases | 7 | a.json: cases: 7 (expected: 4, the records in per_case)",
        "truncated | 1.5 | a.json: truncated: 1.5 (expected: a number in [0, 1])",
        "truncated | -0.5 | a.json: truncated: -0.5 (expected: a number in [0, 1])",
        "truncated | null | a.json: truncated: missing (expected: a number in [0, 1])",
        "policy | 3 | a.json: policy: 3 (expected: a string)",
        "policy | [1234567890123456789012345678901234567890] | a.json: policy:"
            + " [123456789012345678901234567890123456789... (expected: a string)",
        "strict | null | a.json: strict: missing (expected: an object)",
        "strict | 3 | a.json: strict: 3 (expected: an object)",
        "grader_versions | {} | a.json: grader_versions.reference: missing (expected: a string)",
        "per_case | 3 | a.json: per_case: 3 (expected: a record of each case, as eval writes them)",
        "per_case | [3] | a.json: per_case[0]: 3 (expected: an object)",
        "strict | {\"composite\":\"NaN\"} | a.json: strict.composite: \"NaN\" (expected: a number"
            + " in [0, 1])",
        "strict | {\"composite\":0.95} | a.json: strict.composite: 0.95 (expected: 0.900000, the"
            + " mean of per_case)",
        "strict | {\"composite\":0.9,\"charm\":0.9} | a.json: strict.charm: 0.9 (expected: a"
            + " dimension that per_case has)"
      })
  void whatIsWrongIsSaidWithFileFieldAndLimit(String field, String value, String message) {
    Object broken = JsonMapper.shared().readTree(value);
    assertThatThrownBy(() -> new Recorded().field(field, broken).read("a.json"))
        .isInstanceOf(EvaluationException.class)
        .hasMessage(message);
  }

  @Test
  void filesThatAreNoneAreRefused(@TempDir Path folder) {
    assertThatThrownBy(() -> EvaluationFile.read(folder.resolve("none.json")))
        .isInstanceOf(EvaluationException.class)
        .hasMessageEndingWith("none.json (expected: a file that exists)");
    assertThatThrownBy(() -> EvaluationFile.read(folder))
        .hasMessageEndingWith(" (expected: a file, not a folder)");
    assertThatThrownBy(() -> EvaluationFile.parse("a.json", "{\"a\":1,\"a\":2}"))
        .hasMessage("a.json: not JSON from line 1 on (expected: one object, each field once)");
    assertThatThrownBy(() -> EvaluationFile.parse("a.json", "[]"))
        .hasMessage("a.json: not a JSON object (expected: evaluations)");
    assertThatThrownBy(() -> EvaluationFile.parse("a.json", "[".repeat(2000)))
        .isInstanceOf(EvaluationException.class)
        .hasMessage("a.json: not JSON (expected: one object, each field once)");
  }

  @Test
  void aRunsFileNeedsBothOfItsEvaluationsAndErrorsSayInWhichTheyAre() {
    Map<String, Object> good = new Recorded().json();
    assertThatThrownBy(() -> EvaluationFile.parse("a.json", json(Map.of("regular", good))))
        .hasMessage("a.json: stress: missing (expected: an object)");
    assertThatThrownBy(() -> EvaluationFile.parse("a.json", json(Map.of("stress", good))))
        .hasMessage("a.json: regular: missing (expected: an object)");
    Map<String, Object> bad = new Recorded().field("strict", Map.of("composite", 0.95)).json();
    assertThatThrownBy(
            () -> EvaluationFile.parse("a.json", json(Map.of("regular", good, "stress", bad))))
        .isInstanceOf(EvaluationException.class)
        .hasMessage(
            "a.json: stress.strict.composite: 0.95 (expected: 0.900000, the mean of per_case)");
  }

  @Test
  void aPolicyIsMeasuredByARunsFileOrByTwoOfEvals() throws EvaluationException {
    Map<String, Object> one = new Recorded().json();
    EvaluationFile run =
        EvaluationFile.parse("run.json", json(Map.of("regular", one, "stress", one)));
    EvaluationFile eval = EvaluationFile.parse("e.json", json(one));
    EvaluationFile stress =
        EvaluationFile.parse("s.json", new Recorded().field("policy", "s").text());

    assertThat(Measured.of(run, Optional.empty(), false).stress()).isPresent();
    assertThat(Measured.of(eval, Optional.empty(), false).stress()).isEmpty();
    assertThat(Measured.of(eval, Optional.of(stress), false).targeted().policy()).isEqualTo("s");
    String expected = " (expected: one run's file, or a file of eval for each)";
    assertThatThrownBy(() -> Measured.of(run, Optional.of(stress), false))
        .isInstanceOf(EvaluationException.class)
        .hasMessage("s.json: stress: beside run.json" + expected);
    assertThatThrownBy(() -> Measured.of(eval, Optional.of(run), false))
        .isInstanceOf(EvaluationException.class)
        .hasMessage("run.json: regular.stress: beside e.json" + expected);
  }

  @Test
  void aTaskThatComesTwiceIsRefused() {
    Map<String, Object> json = new Recorded().json();
    List<?> cases = (List<?>) json.getOrDefault("per_case", List.of());
    json.put("per_case", List.of(cases.get(0), cases.get(1), cases.get(2), cases.get(0)));
    assertThatThrownBy(() -> EvaluationFile.parse("a.json", json(json)))
        .isInstanceOf(EvaluationException.class)
        .hasMessageStartingWith("a.json: per_case[3].task_id: ")
        .hasMessageEndingWith("(expected: each task once)");
  }

  private static String json(Map<String, ?> object) {
    return JsonMapper.shared().writeValueAsString(object);
  }
}
