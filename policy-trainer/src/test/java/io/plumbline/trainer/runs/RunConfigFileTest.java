package io.plumbline.trainer.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.trainer.model.Precision;
import io.plumbline.trainer.objectives.Aggregation;
import io.plumbline.trainer.objectives.GroupAdvantage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunConfigFileTest {
  @TempDir Path scratch;

  private Path file(String text) throws IOException {
    return Files.writeString(scratch.resolve("run.properties"), text);
  }

  private RunConfig read(String text) throws IOException {
    return RunConfigFile.defaults().with(file(text)).config();
  }

  @Test
  void theDefaultsAreTheRecipe() {
    RunConfig config = RunConfig.defaults();
    int cores = Runtime.getRuntime().availableProcessors();
    assertThat(config)
        .isEqualTo(
            new RunConfig(
                1,
                cores,
                200,
                "spreadsheet_clean",
                "train",
                "stress_train",
                0.75,
                0,
                0,
                "strict",
                "reference",
                "pessimistic",
                RunConfig.Control.NONE,
                8,
                8,
                768,
                1,
                0.5,
                GroupAdvantage.BATCH_SCALED,
                0.02,
                1,
                2,
                0.2,
                0.28,
                0.02,
                Aggregation.TOKEN_MEAN,
                6e-4,
                9e-5,
                1,
                16,
                32,
                Precision.FP32,
                20,
                40,
                "heldout",
                "stress_heldout",
                "stress_validation",
                768,
                RunConfig.Objective.GRPO,
                0.1,
                0,
                0,
                0,
                0,
                1,
                1,
                0.2,
                3e-4,
                0.1,
                "gradient_lost,reference_changed,nothing_resumed",
                3,
                4096,
                "q_proj,k_proj,v_proj,o_proj,gate_proj,up_proj,down_proj"));
  }

  @Test
  void everyDefaultHasAComment() {
    String text = RunConfigFile.defaultsText();
    assertThat(text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")))
        .allMatch(line -> line.matches("[a-z_]+=\\S+"));
    assertThat(text.lines().filter(line -> line.startsWith("#")).count()).isGreaterThan(40);
  }

  @Test
  void aFileNeedsOnlyWhatDiffers() throws IOException {
    RunConfig config = read("# short\nupdates = 7\nadvantage=rloo\n\nkl_coefficient: 0.5\n");
    assertThat(config.updates()).isEqualTo(7);
    assertThat(config.advantage()).isEqualTo(GroupAdvantage.RLOO);
    assertThat(config.klCoefficient()).isEqualTo(0.5);
    assertThat(config.prompts()).isEqualTo(8);
  }

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    RunConfig config = read("seed=9\nsplit=train.2\nlearning_rate=1e-5\ncontrol=shuffled\n");
    assertThat(read(RunConfigFile.text(config))).isEqualTo(config);
  }

  @Test
  void theFirstDifferenceIsNamed() {
    RunConfigFile file = RunConfigFile.defaults();
    RunConfig other = file.with("updates", "3", "here").with("epochs", "2", "here").config();
    assertThat(RunConfigFile.difference(other, file.config()))
        .hasValue("updates: 3 (expected: 200)");
    assertThat(RunConfigFile.difference(other, other)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "update=3 | unknown key \"update\" (expected: one of seed, threads, updates, ",
        "updates=many | updates: \"many\" (expected: an integer)",
        "updates= | updates: \"\" (expected: an integer)",
        "updates=3000000000 | updates: \"3000000000\" (expected: an integer)",
        "updates=0 | updates: 0 (expected: 1 to 1000000)",
        "evaluation_tasks=1 | evaluation_tasks: 1 (expected: 2 to 10000)",
        "seed=-1 | seed: -1 (expected: at least 0)",
        "threads=999 | threads: 999 (expected: 1 to 256)",
        "environment=doc_revision | environment: \"doc_revision\" (expected: spreadsheet_clean)",
        "split=a b | split: \"a b\" (expected: letters, digits and _ . -)",
        "long_share=1.5 | long_share: 1.5 (expected: 0 to 1)",
        "long_share=NaN | long_share: NaN (expected: 0 to 1)",
        "profile=lax | profile: \"lax\" (expected: reference or strict)",
        "reward_rule=none | reward_rule: \"none\" (expected: pessimistic or reference or"
            + " assessed_on",
        "control=some | control: \"some\" (expected: one of none, shuffled, constant)",
        "group_size=1 | group_size: 1 (expected: 2 to 1024)",
        "temperature=0 | temperature: 0.0 (expected: 0.01 to 10)",
        "deviation_floor=0 | deviation_floor: 0.0 (expected: 1.0E-6 to 1)",
        "objective=rl | objective: \"rl\" (expected: one of grpo, ppo, sft, dpo, orpo)",
        "overlong_buffer=769 | overlong_buffer: 769 (expected: 0 to 768)",
        "beta=0 | beta: 0.0 (expected: 1.0E-6 to 100)",
        "gae_lambda=1.1 | gae_lambda: 1.1 (expected: 0 to 1)",
        "advantage=ppo | advantage: \"ppo\" (expected: one of grpo, dr_grpo, rloo, batch_scaled)",
        "precision=fp8 | precision: \"fp8\" (expected: one of fp32, bf16)",
        "micro_batch_tokens=0 | micro_batch_tokens: 0 (expected: 1 to 16777216)",
        "lora_targets=q_proj,kproj | lora_targets: \"kproj\" (expected: some of down_proj,"
            + " gate_proj, k_proj, o_proj, q_proj, up_proj, v_proj, each once)",
        "lora_targets=q_proj,q_proj | lora_targets: \"q_proj\" (expected: some of ",
        "lora_targets= | lora_targets: \"\" (expected: some of ",
        "learning_rate=fast | learning_rate: \"fast\" (expected: a number)",
      })
  void badLinesAreRefusedByFileKeyAndValue(String line, String message) throws IOException {
    Path file = file(line + "\n");
    assertThatThrownBy(() -> RunConfigFile.defaults().with(file).config())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(file + ": " + message);
  }

  @Test
  void aKeyThatComesTwiceIsRefused() throws IOException {
    Path file = file("updates=3\nseed=1\nupdates=4\n");
    assertThatThrownBy(() -> RunConfigFile.defaults().with(file))
        .hasMessage(file + ": key \"updates\" twice (expected: each key once)");
  }

  @Test
  void aFileThatIsNotUtf8IsRefused() throws IOException {
    Path file = file("");
    Files.write(file, "split=t\u00e4bel\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> RunConfigFile.defaults().with(file))
        .hasMessage(file + ": invalid UTF-8 (expected: UTF-8)");
  }

  @Test
  void theDemosSettingsAreInTheirRanges() {
    assertThat(RunConfigFile.demo().config().updates()).isLessThan(RunConfig.defaults().updates());
  }
}
