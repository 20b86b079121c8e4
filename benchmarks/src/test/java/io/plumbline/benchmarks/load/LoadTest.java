package io.plumbline.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Everything that {@code plumbline load} does, for an instant, against servers of their own. */
@Tag("once")
final class LoadTest {
  private final StringWriter said = new StringWriter();
  private final PrintWriter out = new PrintWriter(said);

  private static JsonNode figure(LoadReport report, Mode mode, String name) {
    return new JsonMapper().valueToTree(report.data()).path(mode.label()).path(name);
  }

  @Test
  void aClosedLoopMeasuresEveryModeBesideItsEcho() throws Exception {
    List<Mode> modes = List.of(Mode.values());
    LoadReport report =
        new StepLoad(modes, 16, OptionalDouble.empty(), 1, Duration.ofMillis(50)).run(out);

    for (Mode mode : modes) {
      assertThat(figure(report, mode, "graded steps/s").path("median").asDouble()).isPositive();
      assertThat(figure(report, mode, "steps to echoes").path("median").asDouble()).isPositive();
      assertThat(figure(report, mode, "one grade alone us").path("median").asDouble()).isPositive();
    }
    assertThat(said.toString()).contains("closed loop, 16 steps in flight", "stream, round 1");
    assertThat(report.table().lines().findFirst().orElseThrow())
        .containsSubsequence("unary", "batch", "stream");
    assertThat(report.table()).contains("p99.9 corrected, step ms", "server - echo - grade us");
  }

  @Test
  void anOpenLoopSendsAtItsRate() throws Exception {
    OptionalDouble rate = OptionalDouble.of(400);
    LoadReport report =
        new StepLoad(List.of(Mode.UNARY), 16, rate, 1, Duration.ofMillis(200)).run(out);

    assertThat(figure(report, Mode.UNARY, "steps refused, share").asDouble(1)).isZero();
    assertThat(figure(report, Mode.UNARY, "graded steps/s").path("median").asDouble())
        .isBetween(1.0, 406.0); // the last of 80 is due after 79 / 400 s
    assertThat(said.toString()).contains("open loop at 400 steps/s");
  }

  @Test
  void allOfManyEpisodesAtOnceAreAnsweredAlikeByCallsAndStreams() throws Exception {
    DrillReport report = new EpisodesDrill(1_000).run(out);

    assertThat(report.passed()).isTrue();
    assertThat(report.figures())
        .containsEntry("unary: different step ids", 1_000L)
        .containsEntry("stream: answered", 1_000L)
        .containsEntry("replies of stream and unary that differ", 0L);
  }

  @Test
  void aMixedLoadIsAnsweredAsItShouldBe() throws Exception {
    Soak soak = new Soak(200, Duration.ofSeconds(3), Duration.ofMillis(500));

    DrillReport report = soak.run(out);

    assertThat(report.figures()).containsEntry("failed", "{}").containsEntry("lost", 0L);
    assertThat(said.toString()).contains("heap after GC verdict");
  }

  @Test
  void aLeakIsToldFromGarbageAndFromWhatIsGivenBack() {
    List<Double> leak = List.of(50.0, 60.0, 40.0, 45.0, 90.0, 42.0, 47.0, 80.0, 48.0);
    List<Double> garbage = List.of(20.0, 30.0, 40.0, 60.0, 41.0, 55.0, 58.0, 42.0, 59.0);
    List<Double> givenBack = List.of(40.0, 90.0, 90.0, 90.0, 40.0, 90.0, 40.0, 40.0, 40.0);
    assertThat(Soak.growth(leak)).isCloseTo(11.9, within(0.1));
    assertThat(Soak.growth(garbage)).isCloseTo(2.4, within(0.1));
    assertThat(Soak.growth(givenBack)).isZero();
  }

  @Test
  void nothingIsLostUnderOverload() throws Exception {
    int cores = Runtime.getRuntime().availableProcessors();

    DrillReport report = new Overload(3, 32, 1_024, Duration.ofMillis(300)).run(out);

    assertThat(report.figures())
        .containsEntry("failed otherwise", "[{}, {}, {}]")
        .containsEntry("lost", 0L);
    assertThat(report.passed()).isTrue();
    assertThat(Runtime.getRuntime().availableProcessors()).isEqualTo(cores);
  }
}
