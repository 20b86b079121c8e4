package io.plumbline.graders.gates;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graders.Profile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every condition of the gate, each failing alone, and every row of the decision table, as {@code
 * cases.jsonl} has them: what differs from 0.9 in the base and in the candidate, for a profile or
 * for both, in one value or one for each case (null: not graded).
 */
class GateCasesTest {

  static Stream<JsonNode> cases() throws IOException {
    try (InputStream in = GateCasesTest.class.getResourceAsStream("cases.jsonl")) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(JsonMapper.shared()::readTree);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theGateFailsWhereItShouldAndTheVerdictIsTheTables(JsonNode given) throws IOException {
    Candidacy candidacy =
        new Candidacy(
            given.get("name").stringValue(),
            "",
            measured("before.json", given.get("base"), given.get("stress_base")),
            measured("after.json", given.get("regular"), given.get("stress")));
    GateReport report = GateReport.of(candidacy, Optional.empty());
    List<String> failed =
        report.conditions().stream().filter(each -> !each.passed()).map(Condition::label).toList();
    assertThat(failed)
        .as(report.name())
        .containsExactlyInAnyOrderElementsOf(
            given.get("failed").valueStream().map(JsonNode::stringValue).toList());
    assertThat(report.verdict().letter())
        .as(report.name())
        .hasToString(given.get("letter").stringValue());
    assertThat(report.isPromoted()).isEqualTo(failed.isEmpty());
  }

  private static Measured measured(String file, JsonNode regular, JsonNode stress)
      throws EvaluationException {
    Recorded recorded = recorded(regular);
    return stress.isNull()
        ? new Measured(recorded.read(file), Optional.empty())
        : Recorded.measured(file, recorded, recorded(stress));
  }

  private static Recorded recorded(JsonNode changes) {
    Recorded recorded = new Recorded();
    changes.properties().forEach(change -> set(recorded, change.getKey(), change.getValue()));
    return recorded;
  }

  /** A dimension, or a profile's. */
  private static void set(Recorded recorded, String name, JsonNode value) {
    double[] scores =
        value.isArray()
            ? value.valueStream().mapToDouble(each -> each.asDouble(Double.NaN)).toArray()
            : new double[] {value.doubleValue()};
    int blank = name.indexOf(' ');
    if (blank < 0) {
      recorded.with(name, scores);
    } else {
      Profile profile = Profile.named(name.substring(0, blank)).orElseThrow();
      recorded.with(profile, name.substring(blank + 1), scores);
    }
  }
}
