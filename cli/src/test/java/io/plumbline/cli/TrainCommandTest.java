package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.trainer.runs.FolderLock;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TrainCommandTest {
  @TempDir static Path shared;
  @TempDir Path scratch;

  private static Path model;

  /** A finished run. */
  private static Path run;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void train() throws IOException {
    model = TinyPolicy.model(shared.resolve("model"), 1);
    run = shared.resolve("run");
    TrainCommandTest test = new TrainCommandTest();
    assertThat(test.begin(model, run)).as(test.err.toString()).isZero();
  }

  private int begin(Path policy, Path folder, String... more) {
    List<String> arguments = new ArrayList<>();
    for (String setting : TinyRun.settings(2)) {
      arguments.addAll(List.of("--set", setting));
    }
    arguments.addAll(List.of("--policy", policy.toString(), "--out", folder.toString()));
    arguments.addAll(List.of("--threads", "1"));
    arguments.addAll(List.of(more));
    return train(arguments.toArray(String[]::new));
  }

  private int train(String... arguments) {
    List<String> all = new ArrayList<>(List.of("train"));
    all.addAll(List.of(arguments));
    return run(all.toArray(String[]::new));
  }

  private int run(String... arguments) {
    return Main.run(new PrintWriter(out), new PrintWriter(err), Map.of(), arguments);
  }

  private void assertRefused(int code, String message) {
    assertThat(err.toString()).startsWith("plumbline: ").contains(message).hasLineCount(1);
    assertThat(code).isEqualTo(2);
    err.getBuffer().setLength(0);
  }

  private static JsonNode json(String name) throws IOException {
    return new JsonMapper().readTree(Files.readString(run.resolve(name)));
  }

  @Test
  void aRunLeavesWhatItTakesToUnderstandAndRepeatIt() throws IOException {
    for (String file : List.of("before.json", "after.json")) {
      for (String name : List.of("regular", "stress", "regular_greedy", "stress_greedy")) {
        JsonNode evaluation = json(file).get(name);
        assertThat(evaluation.get("cases").intValue()).isEqualTo(3);
        assertThat(evaluation.get("strict").get("data_preservation").isNumber()).isTrue();
      }
    }
    assertThat(Files.readAllLines(run.resolve("metrics.jsonl"))).hasSize(2);
    assertThat(run.resolve("report.html")).isNotEmptyFile();
    assertThat(run.resolve("adapter").resolve("adapter_config.json")).isNotEmptyFile();
    assertThat(Files.readString(run.resolve("config.properties"))).contains("updates=2\n");
    JsonNode manifest = json("manifest.json");
    assertThat(manifest.get("versions").get("pytorch").stringValue()).isEqualTo("2.7.1");
    assertThat(manifest.get("policy").get("base_sha256").stringValue()).hasSize(64);
    assertThat(manifest.get("environments").get("spreadsheet_clean").get("strict").isString())
        .isTrue();
    assertThat(manifest.get("config").get("lora_rank").intValue()).isEqualTo(16);
    assertThat(manifest.toString()).doesNotContain(shared.toString());
  }

  @Test
  void aRunCanBeEvaluatedAndTrainedOnFrom() throws IOException {
    assertThat(run("eval", "--policy", run.toString(), "--tasks=heldout", "--max-tokens=9"))
        .as(err.toString())
        .isZero();
    Path second = scratch.resolve("second");
    assertThat(begin(run, second)).as(err.toString()).isZero();
    JsonNode manifest =
        new JsonMapper().readTree(Files.readString(second.resolve("manifest.json")));
    assertThat(manifest.get("policy").get("adapters_sha256").size()).isEqualTo(1);
    out.getBuffer().setLength(0);
    assertThat(run("eval", "--policy", second.toString(), "--tasks=heldout", "--max-tokens=9"))
        .as(err.toString())
        .isZero();
  }

  @Test
  void aFinishedRunThatIsResumedStaysAsItIs() throws IOException {
    byte[] adapter = Files.readAllBytes(run.resolve("adapter/adapter_model.safetensors"));
    assertThat(train("--resume", "--out", run.toString())).as(err.toString()).isZero();
    assertThat(run.resolve("adapter/adapter_model.safetensors")).hasBinaryContent(adapter);
  }

  @Test
  void aRunThatSomebodyComputesIsNotComputedTwice() throws IOException {
    FolderLock other = FolderLock.take(run).orElseThrow();
    try (other) {
      assertRefused(
          train("--out", run.toString(), "--resume"),
          "run: " + run + " is in use (expected: one that nobody else computes)");
    }
  }

  @Test
  void aResumedRunKeepsItsSettings() throws IOException {
    String folder = run.toString();
    assertRefused(
        train("--resume", "--out", folder, "--set", "updates=3"),
        "updates: 3 (expected: 2, as " + run.resolve("config.properties") + " has it)");
    assertRefused(train("--resume", "--out", folder, "--seed", "8"), "seed: 8 (expected: 1, as ");
    Path other = TinyPolicy.model(scratch.resolve("other"), 2);
    assertRefused(
        train("--resume", "--out", folder, "--policy", other.toString()),
        "policy: \"" + other + "\" (expected: the one that the run began with, or none)");
    assertRefused(
        train("--resume", "--out", scratch.toString()),
        "resume: " + scratch + " (expected: a run's folder, with a config.properties)");
  }

  @Test
  void aRunDoesNotGoOnFromAnotherBase() throws IOException {
    Path base = TinyPolicy.model(scratch.resolve("base"), 1);
    Path folder = scratch.resolve("run");
    assertThat(begin(base, folder)).as(err.toString()).isZero();
    TinyPolicy.model(base, 2);
    assertRefused(
        train("--resume", "--out", folder.toString()), "manifest.json: policy: {\"base_sha256\":");
  }

  @Test
  void aPolicyThatDoesNotShowItsRecordedFiguresIsNotTrained() throws IOException {
    Path folder = scratch.resolve("run");
    assertThat(begin(model, folder)).as(err.toString()).isZero();
    Path before = folder.resolve("before.json");
    String recorded = Files.readString(before);
    Files.writeString(
        before, recorded.replace("\"data_preservation\" : 0.0", "\"data_preservation\" : 0.9"));
    assertThat(train("--resume", "--out", folder.toString())).isEqualTo(1);
    assertThat(err.toString())
        .startsWith(
            "plumbline: baseline: regular data_preservation of the starting policy is 0.000")
        .contains("(expected: 0.900 as recorded, ")
        .hasLineCount(1);
  }

  @Test
  void aDamagedStateIsRefused() throws IOException {
    Path folder = scratch.resolve("run");
    assertThat(begin(model, folder)).as(err.toString()).isZero();
    Path state = folder.resolve("state.safetensors");
    byte[] bytes = Files.readAllBytes(state);
    Files.write(state, Arrays.copyOf(bytes, bytes.length / 2));
    assertRefused(train("--resume", "--out", folder.toString()), "state.safetensors: ");
  }

  @Test
  void whatMakesNoSenseIsRefusedInOneLine() throws IOException {
    Path none = scratch.resolve("none");
    Path config = Files.writeString(scratch.resolve("c.properties"), "update=3\n");
    assertRefused(begin(model, run), "out: " + run + " (expected: an empty folder, or a new one");
    assertRefused(train("--set", "updates=3"), "Missing required option: '--out=DIR'");
    assertRefused(
        begin(model, none, "--set", "updates"), "--set: \"updates\" (expected: key=value)");
    assertRefused(begin(model, none, "--set", "epochs=0"), "--set: epochs: 0 (expected: 1 to 100)");
    assertRefused(begin(model, none, "--seed", "x"), "--seed: seed: \"x\" (expected: an integer)");
    assertRefused(
        begin(model, none, "--config", config.toString()), config + ": unknown key \"update\"");
    assertRefused(begin(model, none, "--config", none.toString()), none + ": does not exist");
    assertRefused(begin(none, none), "policy: \"" + none + "\" (expected: embedded, ");
    assertRefused(
        begin(model, none, "--server", "nowhere"), "server: \"nowhere\" (expected: host:port, ");
    assertRefused(begin(model, scratch.resolve("a"), "--set", "split=nowhere"), "split");
    assertRefused(
        begin(model, scratch.resolve("b"), "--set", "evaluation_max_tokens=3000"),
        "max_tokens: 3000 after a prompt of ");
  }

  @Test
  void everySettingIsPrintedWithItsDefault() {
    assertThat(train("--print-config")).isZero();
    assertThat(out.toString()).contains("\nupdates=200\n", "\nkl_coefficient=0.02\n");
  }
}
