package io.plumbline.graders.preflight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.graders.preflight.Finding.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunChecksTest {
  @TempDir Path run;

  @BeforeEach
  void writeConfigs() throws IOException {
    for (String file : List.of("config.properties", "manifest.json", "policy.json")) {
      Files.writeString(run.resolve(file), "{}");
    }
  }

  private void metrics(String... lines) throws IOException {
    Files.write(run.resolve("metrics.jsonl"), List.of(lines));
  }

  private List<Finding> findings() throws PreflightException {
    return RunChecks.of(run).stream().flatMap(check -> check.findings().stream()).toList();
  }

  @Test
  void aFolderWithItsConfigsIsCleanAndOneWithoutIsSaid() throws IOException {
    assertThat(findings()).isEmpty();
    Files.createDirectory(run.resolve("adapter"));
    Files.delete(run.resolve("manifest.json"));
    assertThat(findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.failure()).isEqualTo(Failure.MISSING_CONFIG);
              assertThat(finding.saw())
                  .isEqualTo("manifest.json, adapter/adapter_config.json not there");
            });
    assertThatThrownBy(() -> RunChecks.of(run.resolve("none")))
        .isInstanceOf(PreflightException.class)
        .hasMessageEndingWith("none: missing (expected: a run's folder)");
  }

  @Test
  void aModelsFolderNeedsItsConfigItsTokenizerAndItsWeights() throws IOException {
    Path model = Files.createDirectory(run.resolve("model"));
    assertThat(RunChecks.model(model).findings())
        .extracting(Finding::saw)
        .containsExactly("no .safetensors file");
    Files.writeString(model.resolve("model.safetensors"), "");
    Files.writeString(model.resolve("config.json"), "{}");
    assertThat(RunChecks.model(model).findings())
        .extracting(Finding::saw)
        .containsExactly("tokenizer.json not there");
    Files.writeString(model.resolve("tokenizer.json"), "{}");
    assertThat(RunChecks.model(model).findings()).isEmpty();
    assertThatThrownBy(() -> RunChecks.model(model.resolve("none")))
        .isInstanceOf(PreflightException.class)
        .hasMessageEndingWith("none: missing (expected: a model's folder)");
  }

  @Test
  void anAdaptersFolderNeedsItsOwnConfigAlone() throws IOException {
    Files.writeString(run.resolve("adapter_model.safetensors"), "");
    assertThat(RunChecks.model(run).findings())
        .extracting(Finding::saw)
        .containsExactly("adapter_config.json not there");
    Files.writeString(run.resolve("adapter_config.json"), "{}");
    assertThat(RunChecks.model(run).findings()).isEmpty();
  }

  @Test
  void updatesThatGoOnAreCleanEvenWhereTheLastWasLoggedTwice() throws IOException {
    metrics(
        "{\"update\":1}",
        "{\"update\":2}",
        "{\"update\":2}",
        "{\"eval\":{\"update\":2}}",
        "{\"update\":3}");
    assertThat(findings()).isEmpty();
    metrics("{\"update\":1}", "{\"update\":1}", "{\"update\":2}");
    Files.writeString(run.resolve("after.json"), "{}");
    assertThat(RunChecks.of(run))
        .extracting(Checked::saw)
        .containsExactly(
            "config.properties, manifest.json, policy.json are there", "3 updates logged, up to 2");
  }

  @Test
  void updatesThatBeginAnewOrJumpDidNotResume() throws IOException {
    metrics("{\"update\":1}", "{\"update\":2}", "{\"update\":1}");
    assertThat(findings()).extracting(Finding::saw).containsExactly("update 1 again after 2");
    metrics("{\"update\":1}", "{\"update\":3}");
    assertThat(findings()).extracting(Finding::failure).containsExactly(Failure.NOT_RESUMED);
    metrics("");
    assertThat(findings()).isEmpty();
    Files.writeString(run.resolve("after.json"), "{}");
    assertThat(findings())
        .extracting(Finding::saw)
        .containsExactly("after.json is there, and not one update was logged");
  }

  @Test
  void aDpoLossThatVanishesEarlyWhileHeldOutScoresFallIsACollapse() throws IOException {
    metrics(dpo(2, 0.9, 0.8));
    assertThat(findings())
        .singleElement()
        .satisfies(
            finding ->
                assertThat(finding.saw())
                    .isEqualTo(
                        "dpo_loss below 0.01 at step 2 of 10, while"
                            + " eval.stress.strict.data_preservation falls from 0.900 to 0.800"));
    metrics(dpo(3, 0.9, 0.8));
    assertThat(findings()).isEmpty();
    metrics(dpo(2, 0.9, 0.9));
    assertThat(findings()).isEmpty();
    metrics(dpo(11, 0.9, 0.8));
    assertThat(RunChecks.of(run))
        .extracting(Checked::saw)
        .endsWith("dpo_loss stays above 0.01 in 10 steps");
  }

  @Test
  void linesOfOtherThingsAreNoStepsOfDpo() throws IOException {
    List<String> lines = new ArrayList<>(List.of("{\"eval\":{}}", "{\"dpo_loss\":\"NaN\"}"));
    lines.addAll(List.of(dpo(2, 0.9, 0.8)));
    metrics(lines.toArray(String[]::new));
    assertThat(findings())
        .singleElement()
        .satisfies(f -> assertThat(f.saw()).startsWith("dpo_loss below 0.01 at step 2 of 10"));
  }

  @Test
  void whatIsNoNumberIsLeftOutOrRefused() throws IOException {
    metrics("{\"update\":null}", "{\"update\":\"NaN\"}", "{\"update\":NaN}", "{\"update\":1}");
    assertThat(RunChecks.of(run)).extracting(Checked::saw).endsWith("1 updates logged, up to 1");
    metrics("{\"update\":[1]}");
    assertThatThrownBy(() -> RunChecks.of(run))
        .isInstanceOf(PreflightException.class)
        .hasMessageEndingWith("metrics.jsonl:1: update: [1] (expected: a number)");
  }

  /** Ten steps; the loss is 0.005 from step {@code low} on. */
  private static String[] dpo(int low, double before, double after) {
    List<String> lines = new ArrayList<>();
    for (int step = 1; step <= 10; step++) {
      double value = step == 1 ? before : after;
      String eval =
          step == 1 || step == 10
              ? ",\"eval\":{\"stress\":{\"strict\":{\"data_preservation\":" + value + "}}}"
              : "";
      lines.add(
          "{\"update\":" + step + ",\"dpo_loss\":" + (step >= low ? 0.005 : 0.6) + eval + "}");
    }
    return lines.toArray(String[]::new);
  }

  @Test
  void samplesOfARunAreLookedAtToo() throws IOException {
    List<String> same =
        Stream.of(1, 2, 3, 4)
            .map(i -> "{\"phase\":\"after\",\"input\":\"" + i + "\",\"output\":\"x\"}")
            .toList();
    Files.write(run.resolve("samples.jsonl"), same);
    assertThat(findings()).extracting(Finding::failure).containsExactly(Failure.MODE_COLLAPSE);
  }

  /** Eight updates at 1,000 tokens a second for both halves. */
  private Pace pace(double first, double last) throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      lines.add(
          String.format(
              Locale.ROOT,
              "{\"update\":%d,\"completion_tokens\":%s,"
                  + "\"tokens_per_second\":{\"sampled\":1000,\"trained\":1000}}",
              i + 1,
              i < 4 ? first : last));
    }
    metrics(lines.toArray(String[]::new));
    return Pace.of(run).orElseThrow();
  }

  @Test
  void aRunOutlivesItsLimitByItsTokens() throws IOException {
    Pace pace = pace(100, 100); // 10 completions of 100 tokens at 2 ms: 2 s an update
    Pace.Plan plan = new Pace.Plan(900, 10, 110);
    assertThat(pace.limit(plan, Duration.ofMinutes(34)).findings()).isEmpty();
    assertThat(pace.limit(plan, Duration.ofMinutes(31)).findings())
        .extracting(Finding::severity)
        .containsExactly(Severity.WARNING);
    Checked over = pace.limit(plan, Duration.ofMinutes(29));
    assertThat(over.findings()).extracting(Finding::severity).containsExactly(Severity.ERROR);
    assertThat(over.saw())
        .isEqualTo(
            "900 updates take about 30.0 min, and 33.0 min if every completion reaches max_tokens;"
                + " the limit is 29.0 min");
    assertThat(pace.limit(plan, Duration.ofMinutes(90)).saw()).endsWith("the limit is 1.5 h");
    Checked shorter = pace.limit(new Pace.Plan(900, 10, 50), Duration.ofMinutes(20));
    assertThat(shorter.findings()).isEmpty();
    assertThat(shorter.saw()).startsWith("900 updates take about 15.0 min, and 15.0 min if");
  }

  @Test
  void stepsMisleadWhereCompletionsGrow() throws IOException {
    Pace.Plan plan = new Pace.Plan(100, 10, 512);
    assertThat(pace(100, 200).estimate(plan).findings())
        .extracting(Finding::saw)
        .containsExactly(
            "an update takes 4.000 s by the tokens of the last quarter, 3.000 s by the mean of all"
                + " 8 updates");
    assertThat(pace(100, 120).estimate(plan).findings()).isEmpty();
  }

  @Test
  void tooShortALogHasNoPace() throws IOException {
    metrics("{\"update\":1,\"completion_tokens\":9}");
    assertThat(Pace.of(run)).isEmpty();
  }

  @Test
  void updatesThatSampledOrLearntNothingHaveNoPace() throws IOException {
    pace(100, 100);
    String rates = "\"tokens_per_second\":{\"sampled\":%s,\"trained\":%s}}";
    List<String> lines = new ArrayList<>(Files.readAllLines(run.resolve("metrics.jsonl")));
    lines.add("{" + String.format(Locale.ROOT, rates, 1000, 1000));
    lines.add("{\"completion_tokens\":100," + String.format(Locale.ROOT, rates, 0, 1000));
    lines.add("{\"completion_tokens\":100," + String.format(Locale.ROOT, rates, 1000, 0));
    metrics(lines.toArray(String[]::new));
    assertThat(Pace.of(run).orElseThrow().updates()).isEqualTo(8);
  }
}
