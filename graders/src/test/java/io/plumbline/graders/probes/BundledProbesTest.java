package io.plumbline.graders.probes;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graders.Environment;
import io.plumbline.graders.Profile;
import io.plumbline.graders.RewardRule;
import io.plumbline.graders.citation.CitationGround;
import io.plumbline.graders.probes.Probe.Kind;
import io.plumbline.graders.revision.DocRevision;
import io.plumbline.graders.spreadsheet.SpreadsheetClean;
import io.plumbline.graders.tasks.TaskCatalogue;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BundledProbesTest {
  /** What the lightest dimension weighs. */
  private static final double FAR = 0.1;

  private static final TaskCatalogue TASKS = TaskCatalogue.bundled("");

  private static Stream<Environment> environments() {
    return Stream.of(new SpreadsheetClean(), new DocRevision(), new CitationGround());
  }

  static Stream<Arguments> probes() {
    return environments()
        .flatMap(
            environment ->
                ProbeFile.bundled(environment.name(), TASKS).stream()
                    .map(probe -> Arguments.of(probe.exploit(), probe, environment)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("probes")
  void earnsExactlyWhatItShould(String exploit, Probe probe, Environment environment) {
    ProbeResult result = ProbeResult.of(probe, environment);
    assertThat(result.reference()).as("reference").isEqualTo(probe.reference());
    assertThat(result.strict()).as("strict").isEqualTo(probe.strict());
    assertThat(result.claimHolds())
        .as("less than %s under reference or %s naively", result.reference(), result.naive())
        .isTrue();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("probes")
  void whateverIsTakenOffIsSaidInWords(String exploit, Probe probe, Environment environment) {
    List<String> evidence =
        environment.grader(probe.task(), Profile.STRICT).evidence(probe.output());
    assertThat(evidence.isEmpty()).isEqualTo(probe.strict() == 1);
  }

  static Stream<Arguments> blindSpots() {
    return environments()
        .filter(environment -> !ProbeFile.bundled(environment.name(), TASKS).isEmpty())
        .flatMap(
            environment ->
                BlindSpot.of(environment.name()).stream()
                    .map(spot -> Arguments.of(spot, environment)));
  }

  /** How much more one of them costs, beside the gold, under strict than under reference. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("blindSpots")
  void anExploitOfEachBlindSpotCostsFarMoreUnderStrict(BlindSpot spot, Environment environment) {
    assertThat(ProbeFile.bundled(environment.name(), TASKS))
        .filteredOn(probe -> probe.kind() == Kind.EXPLOIT)
        .filteredOn(probe -> probe.blindSpot().equals(Optional.of(spot)))
        .extracting(probe -> costUnderStrict(probe, environment))
        .anyMatch(cost -> cost >= FAR - 1e-9);
  }

  private static double costUnderStrict(Probe probe, Environment environment) {
    double best =
        environment
            .grader(probe.task(), Profile.REFERENCE)
            .grade(probe.task().reference().gold())
            .reward(RewardRule.REFERENCE)
            .orElseThrow();
    return (1 - probe.strict()) - (best - probe.reference());
  }

  @Test
  void tablesHaveFiftyExploitsAndHonestFormsBesideThem() {
    List<Probe> probes = ProbeFile.bundled("spreadsheet_clean", TASKS);
    assertThat(probes.stream().filter(probe -> probe.kind() == Kind.EXPLOIT))
        .hasSizeGreaterThanOrEqualTo(50);
    assertThat(probes.stream().filter(probe -> probe.kind() == Kind.HONEST))
        .hasSizeGreaterThanOrEqualTo(10);
  }

  @Test
  void mostExploitsOfTablesFoolTheNaiveBaseline() {
    List<ProbeResult> exploits =
        ProbeFile.bundled("spreadsheet_clean", TASKS).stream()
            .filter(probe -> probe.kind() == Kind.EXPLOIT)
            .map(probe -> ProbeResult.of(probe, new SpreadsheetClean()))
            .toList();
    assertThat(exploits.stream().filter(result -> result.naive() == 1).count())
        .isGreaterThan(exploits.size() / 2);
  }

  /** Some of collab-eval's golds invent notes: an output that leaves them blank is right. */
  @Test
  void noOutputPaysForWhatNobodyCanKnow() {
    assertThat(ProbeFile.bundled("spreadsheet_clean", TASKS))
        .filteredOn(probe -> probe.exploit().startsWith("what_nobody_can_know"))
        .hasSizeGreaterThanOrEqualTo(2)
        .allMatch(probe -> probe.kind() == Kind.HONEST);
  }

  @Test
  void anEnvironmentWithoutAFileHasNone() {
    assertThat(ProbeFile.bundled("poetry", TASKS)).isEmpty();
  }
}
