package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.server.EnvironmentServer;
import io.plumbline.server.HandleKey;
import io.plumbline.server.ServerConfig;
import io.plumbline.trainer.tokenizer.TokenizerFile;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Tag("once")
class EvalCommandTest {
  private static final Path TASKS =
      Path.of(System.getProperty("plumbline.root"), "../shared/collab-eval/tasks");

  @TempDir Path scratch;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return Main.run(new PrintWriter(out), new PrintWriter(err), Map.of(), arguments);
  }

  private JsonNode eval(String policy, String tasks, int maxTokens, String... more)
      throws Exception {
    Path json = scratch.resolve("report.json");
    List<String> arguments = new ArrayList<>(List.of("eval", "--policy", policy));
    arguments.addAll(List.of("--tasks", tasks, "--max-tokens", Integer.toString(maxTokens)));
    arguments.addAll(List.of("--out", json.toString()));
    arguments.addAll(List.of(more));
    int code = run(arguments.toArray(String[]::new));
    assertThat(err.toString()).isEmpty();
    assertThat(code).isZero();
    return new JsonMapper().readTree(Files.readString(json));
  }

  @Test
  void goldIsPerfectUnderAnAmpleBudgetAndTruncatedUnderATightOne() throws Exception {
    JsonNode ample = eval("gold", "stress_heldout", 4096);
    assertThat(ample.get("cases").intValue()).isEqualTo(40);
    assertThat(ample.get("terminated").doubleValue()).isEqualTo(1.0);
    assertThat(ample.get("truncated").doubleValue()).isEqualTo(0.0);
    assertThat(ample.get("rows_kept").doubleValue()).isEqualTo(1.0);
    assertThat(ample.get("all_rows_kept").doubleValue()).isEqualTo(1.0);
    assertThat(ample.get("reference").get("composite").doubleValue()).isEqualTo(1.0);
    assertThat(ample.get("strict").get("composite").doubleValue()).isEqualTo(1.0);
    assertThat(ample.get("strict").get("cell_fidelity").doubleValue()).isEqualTo(1.0);

    JsonNode tight = eval("gold", "stress_heldout", 256);
    assertThat(tight.get("truncated").doubleValue()).isEqualTo(1.0);
    assertThat(tight.get("reference").get("data_preservation").doubleValue()).isEqualTo(0.0);
    assertThat(tight.get("strict").get("data_preservation").doubleValue()).isBetween(0.1, 0.9);
    assertThat(tight.get("rows_kept").doubleValue()).isBetween(0.1, 0.9);
    assertThat(out.toString()).contains("data_preservation").contains("gold");
  }

  /** Small random models: see {@code tools/make_checkpoints.py} in the trainer. */
  private static String checkpoint(String name) {
    return Path.of(
            System.getProperty("plumbline.root"),
            "policy-trainer/src/test/resources/checkpoints",
            name)
        .toString();
  }

  @Test
  void aHuggingFaceFolderIsEvaluatedOnAnyEnvironment() throws Exception {
    JsonNode report =
        eval(checkpoint("qwen2-tied"), "heldout", 8, "--env", "doc_revision", "--count", "2");
    assertThat(report.get("cases").intValue()).isEqualTo(2);
    assertThat(report.get("tokenizer").stringValue()).isEqualTo("the model's own, 340 tokens");
    assertThat(report.get("strict").get("composite").isNumber()).isTrue();
  }

  @Test
  void aTaskBeyondAModelsContextIsRefused() {
    int code =
        run(
            "eval",
            "--policy",
            checkpoint("qwen2-yarn"),
            "--env=doc_revision",
            "--tasks=heldout",
            "--count=1",
            "--max-tokens=8");
    assertThat(err.toString())
        .startsWith("plumbline: max_tokens: 8 after a prompt of ")
        .contains(" tokens (expected: at most 160 together)")
        .hasLineCount(1);
    assertThat(code).isEqualTo(2);
  }

  @Test
  void collabEvalsFilesRunAsTheyAre() throws Exception {
    Assumptions.assumeTrue(Files.isDirectory(TASKS), "left out: no folder " + TASKS);
    String stress = TASKS.resolve("stress_heldout_seed300.jsonl").toString();
    JsonNode ample = eval("gold", stress, 2048);
    assertThat(ample.get("cases").intValue()).isEqualTo(40);
    assertThat(ample.get("truncated").doubleValue()).isEqualTo(0.0);
    assertThat(ample.get("reference").get("data_preservation").doubleValue()).isEqualTo(1.0);
    assertThat(ample.get("strict").get("data_preservation").doubleValue()).isEqualTo(1.0);

    JsonNode tight = eval("gold", stress, 512);
    assertThat(tight.get("truncated").doubleValue()).isGreaterThan(0.5);
    assertThat(tight.get("reference").get("data_preservation").doubleValue()).isLessThan(0.5);
  }

  @Test
  void exploitsEarnFullReferenceRewardAndLittleStrict() throws Exception {
    JsonNode duplicator = eval("duplicator", "heldout", 4096);
    assertThat(duplicator.get("reference").get("composite").doubleValue()).isEqualTo(1.0);
    assertThat(duplicator.get("strict").get("composite").doubleValue()).isLessThanOrEqualTo(0.5);

    JsonNode hider = eval("hider", "heldout", 4096);
    assertThat(hider.get("reference").get("composite").doubleValue()).isEqualTo(1.0);
    assertThat(hider.get("strict").get("unit_consistency").doubleValue()).isLessThan(0.6);

    JsonNode dropper = eval("dropper", "stress_heldout", 4096);
    assertThat(dropper.get("rows_kept").doubleValue()).isBetween(0.55, 0.65);
    assertThat(dropper.get("all_rows_kept").doubleValue()).isEqualTo(0.0);
  }

  @Test
  void revisionsHaveNoRowsAndBothProfiles() throws Exception {
    int code =
        run(
            "eval",
            "--policy",
            "copy",
            "--env",
            "doc_revision",
            "--tasks",
            "heldout",
            "--max-tokens",
            "2048");
    assertThat(code).isZero();
    String[] lines = out.toString().strip().split("\n", -1);
    JsonNode json = new JsonMapper().readTree(lines[lines.length - 1]);
    assertThat(json.has("rows_kept")).isFalse();
    assertThat(json.get("strict").get("composite").doubleValue()).isLessThanOrEqualTo(0.3);
    assertThat(json.get("reference").get("over_editing").doubleValue()).isEqualTo(1.0);
  }

  @Test
  void aFileMayBeNamedAsASplitIs() throws Exception {
    assertThat(run("tasks", "--split", "train", "--count", "3")).isZero();
    Path train = Files.writeString(scratch.resolve("train.jsonl"), out.toString());
    JsonNode report = eval("gold", train.toString(), 4096);
    assertThat(report.get("cases").intValue()).isEqualTo(3);
    assertThat(report.get("strict").get("composite").doubleValue()).isEqualTo(1.0);
  }

  @Test
  void aLearnedPolicyIsEvaluatedSampledAndGreedily() throws Exception {
    Path model = TinyPolicy.model(scratch.resolve("model"), 1);
    JsonNode first = eval(model.toString(), "heldout", 24);
    assertThat(first.get("decoding").stringValue()).isEqualTo("sampled");
    assertThat(first.get("greedy").get("decoding").stringValue()).isEqualTo("greedy");
    assertThat(first.get("cases").intValue()).isEqualTo(40);
    assertThat(first.get("tokenizer").stringValue()).startsWith("the policy's own, ");
    assertThat(out.toString()).contains(model + " (sampled)", model + " (greedy)");
    assertThat(eval(model.toString(), "heldout", 24)).isEqualTo(first);
  }

  @Test
  void theEmbeddedPolicyLosesRowsOfLongTablesThatItsBaseKeeps() throws Exception {
    JsonNode policy = eval("embedded", "stress_heldout", 768, "--count=3");
    assertThat(policy.get("terminated").doubleValue()).isGreaterThan(0.8);
    assertThat(policy.get("rows_kept").doubleValue()).isLessThan(0.5);
    assertThat(policy.get("greedy").get("rows_kept").doubleValue()).isLessThan(0.5);
    JsonNode base = eval("embedded-base", "stress_heldout", 768, "--count=3");
    assertThat(base.get("rows_kept").doubleValue()).isGreaterThan(0.8);
  }

  @Test
  void aServerElsewhereGivesTheSameReportAsOneWithin() throws Exception {
    Path model = TinyPolicy.model(scratch.resolve("model"), 1);
    try (EnvironmentServer server = serve("")) {
      String[] command = {
        "eval", "--policy", "", "--tasks=stress_heldout", "--max-tokens=24", "--count=3"
      };
      for (String policy : new String[] {"gold", model.toString()}) {
        command[2] = policy;
        assertThat(run(command)).as(err.toString()).isZero();
        String within = out.toString();
        out.getBuffer().setLength(0);
        String[] remote = Arrays.copyOf(command, command.length + 1);
        remote[command.length] = "--server=127.0.0.1:" + server.port();
        assertThat(run(remote)).as(err.toString()).isZero();
        assertThat(out.toString()).isEqualTo(within);
        out.getBuffer().setLength(0);
      }
    }
  }

  @Test
  void withoutItsReferencesAServersTasksHaveNoRowsToCountAndNoScriptedPolicies() throws Exception {
    Path model = TinyPolicy.model(scratch.resolve("model"), 1);
    try (EnvironmentServer server = serve("another salt")) {
      String address = "--server=127.0.0.1:" + server.port();
      assertThat(run("eval", "--policy=" + model, "--tasks=heldout", "--max-tokens=9", address))
          .as(err.toString())
          .isZero();
      assertThat(out.toString()).doesNotContain("rows_kept\":");
      assertThat(run("eval", "--policy=gold", "--tasks=heldout", "--max-tokens=9", address))
          .isEqualTo(2);
      assertThat(err.toString()).contains("(expected: a task whose reference is at hand)");
    }
  }

  private static EnvironmentServer serve(String salt) throws Exception {
    return EnvironmentServer.start(
        Assembly.config(
            TaskCatalogue.bundled(salt), List.of(HandleKey.fresh()), ServerConfig.DEFAULT_TTL),
        0);
  }

  @Test
  void aPolicyThatDoesNotFitIsRefusedInOneLine() throws Exception {
    Path model = TinyPolicy.model(scratch.resolve("model"), 1);
    Path other = TinyPolicy.model(scratch.resolve("other"), 2);
    Path adapter = TinyPolicy.adapter(scratch.resolve("adapter"), other, 1);
    Path foreign = Files.createDirectory(scratch.resolve("foreign"));
    Files.writeString(
        foreign.resolve("policy.json"), "{\"base\":\"../model\",\"adapters\":[\"../adapter\"]}");
    assertRefused(foreign, "adapter_model.safetensors: foreign adapter: trained on base ");
    Files.writeString(
        foreign.resolve("policy.json"), "{\"base\":\"../other\",\"adapters\":[\"../none\"]}");
    assertRefused(foreign, "none: not there");
    Files.writeString(foreign.resolve("policy.json"), "{\"adapters\":[]}");
    assertRefused(foreign, "policy.json: base: ");
    Files.writeString(foreign.resolve("policy.json"), "{");
    assertRefused(foreign, "policy.json: not JSON");

    Path weights = adapter.resolve("adapter_model.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    Files.write(weights, Arrays.copyOf(bytes, bytes.length - 1));
    Files.writeString(
        foreign.resolve("policy.json"), "{\"base\":\"../other\",\"adapters\":[\"../adapter\"]}");
    assertRefused(foreign, "adapter_model.safetensors: ");

    Files.writeString(model.resolve("tokenizer.json"), "{}");
    assertRefused(model, "tokenizer.json");
    Files.writeString(
        model.resolve("tokenizer.json"), TokenizerFile.json(List.of("of", "another", "lexicon")));
    assertRefused(model, "vocab_size of the model");
    Files.delete(model.resolve("tokenizer.json"));
    assertRefused(model, "tokenizer.json");
    assertRefused(Files.createDirectory(scratch.resolve("empty")), "(expected: embedded, ");
    assertThat(
            run(
                "eval",
                "--policy=" + other,
                "--tokenizer=" + other,
                "--tasks=heldout",
                "--max-tokens=9"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("counts by its own");
  }

  private void assertRefused(Path policy, String message) {
    assertThat(run("eval", "--policy=" + policy, "--tasks=heldout", "--max-tokens=9"))
        .as(message)
        .isEqualTo(2);
    assertThat(err.toString()).startsWith("plumbline: ").contains(message).hasLineCount(1);
    err.getBuffer().setLength(0);
  }

  @Test
  void badInputIsSaidInOneLine() throws Exception {
    Path bad = scratch.resolve("bad.jsonl");
    Files.writeString(bad, "{\"case_id\":\n");
    String[][] cases = {
      {"--policy", "genius", "--tasks", "heldout", "--max-tokens", "9"},
      {"--policy", "gold", "--tasks", "nowhere", "--max-tokens", "9"},
      {"--policy", "gold", "--tasks", "heldout", "--max-tokens", "0"},
      {"--policy", "gold", "--tasks", "heldout", "--max-tokens", "9", "--out", scratch.toString()},
      {"--policy", "gold", "--tasks", "heldout", "--max-tokens", "9", "--out", scratch + "/no/x"},
      {"--policy", "gold", "--tasks", "heldout", "--max-tokens", "9", "--count", "-1"},
      {"--policy", "gold", "--tasks", scratch.resolve("no.jsonl").toString(), "--max-tokens", "9"},
      {"--policy", "gold", "--tasks", bad.toString(), "--max-tokens", "9"},
      {"--policy", "gold", "--env", "poetry", "--tasks", "heldout", "--max-tokens", "9"},
      {"--policy", "hider", "--env", "doc_revision", "--tasks", "heldout", "--max-tokens", "9"},
    };
    String[] said = {
      "policy: \"genius\" (expected: one of gold, copy, naive, dropper, duplicator, hider, "
          + "embedded, embedded-base, or a folder)",
      "split: \"nowhere\" (expected: one of train, validation, heldout",
      "max-tokens: 0 (expected: 1 to 1048576)",
      "out: " + scratch + " (expected: a file that can be written)",
      "out: " + scratch + "/no/x (expected: a file that can be written)",
      "count: -1 (expected: at least 1)",
      "no.jsonl",
      "bad.jsonl",
      "env: \"poetry\" (expected: one of spreadsheet_clean, doc_revision, citation_ground)",
      "policy: \"hider\" (expected: one that means something for doc_revision)",
    };
    for (int i = 0; i < cases.length; i++) {
      err.getBuffer().setLength(0);
      String[] arguments = new String[cases[i].length + 1];
      arguments[0] = "eval";
      System.arraycopy(cases[i], 0, arguments, 1, cases[i].length);
      assertThat(run(arguments)).as(said[i]).isEqualTo(2);
      assertThat(err.toString()).startsWith("plumbline: ").contains(said[i]).hasLineCount(1);
    }
  }
}
