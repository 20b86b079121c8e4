package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PreflightCommandTest {
  @TempDir Path scratch;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Main.run(new PrintWriter(out), new PrintWriter(err), Map.of(), arguments);
  }

  private Path file(String name, String... lines) throws IOException {
    return Files.writeString(scratch.resolve(name), String.join("\n", lines) + "\n");
  }

  private String eval(String policy, int maxTokens) {
    String file = scratch.resolve(policy + maxTokens + ".json").toString();
    assertThat(
            run(
                "eval",
                "--policy=" + policy,
                "--tasks=stress_heldout",
                "--max-tokens=" + maxTokens,
                "--count=4",
                "--out=" + file))
        .isZero();
    return file;
  }

  @Test
  void cleanDataEndWellAndSayWhatWasNotLookedAt() throws IOException {
    Path data = file("data.jsonl", "{\"input\":\"a\",\"gold\":\"b\"}");
    assertThat(run("preflight", "--data=" + data)).isZero();
    assertThat(out.toString())
        .contains(" 7 cosmetic artefacts: clean; 1 texts and 0 pairs")
        .contains(" 4 unreachable gate: not checked (needs --base with per_case, or --config)")
        .endsWith("=> 0 findings; 1 of 15 failures were looked for\n");
  }

  @Test
  void findingsAreToldInJsonToo() throws IOException {
    Path data = file("data.jsonl", "{\"input\":\"a\",\"gold\":\"```b```\"}");
    assertThat(run("preflight", "--data=" + data, "--format=json")).isEqualTo(1);
    JsonNode finding = JsonMapper.shared().readTree(out.toString()).at("/findings/0");
    assertThat(finding.at("/number").intValue()).isEqualTo(7);
    assertThat(finding.at("/failure").stringValue()).isEqualTo("cosmetic_artefacts");
    assertThat(finding.at("/severity").stringValue()).isEqualTo("warning");
    assertThat(finding.at("/saw").stringValue()).contains("a code fence");
    assertThat(finding.at("/why").stringValue()).isNotEmpty();
    assertThat(finding.at("/remedy").stringValue()).isNotEmpty();
  }

  @Test
  void aBudgetThatGoldDoesNotFitIntoIsFoundFromTheSettingsAlone() throws IOException {
    Path tight = file("tight.properties", "evaluation_max_tokens=128", "evaluation_tasks=4");
    assertThat(run("preflight", "--config=" + tight)).isEqualTo(1);
    assertThat(out.toString())
        .contains(" 4 unreachable gate: ERROR, stress_heldout")
        .contains("within 128 tokens (truncated 1.000); the gate asks for 0.85")
        .contains(" 6 backend or option that does not exist: clean");

    Path ample = file("ample.properties", "evaluation_tasks=4");
    assertThat(run("preflight", "--config=" + ample)).isZero();
  }

  @Test
  void settingsThatNameNothingAreFound() throws IOException {
    Path wrong = file("wrong.properties", "advantage=ppo9");
    assertThat(run("preflight", "--config=" + wrong)).isEqualTo(1);
    assertThat(out.toString())
        .contains(" 6 backend or option that does not exist: ERROR, " + wrong)
        .contains("advantage: \"ppo9\" (expected: one of grpo");
    Path absent = file("absent.properties", "long_split=longest");
    assertThat(run("preflight", "--config=" + absent)).isEqualTo(1);
    assertThat(out.toString()).contains("long_split: \"longest\" (expected: one of [train");
  }

  @Test
  void evaluationsAreComparedWithGoldAndWithOneAnother() {
    String naive = eval("naive", 256);
    assertThat(run("preflight", "--base=" + naive, "--candidate=" + naive)).isEqualTo(1);
    assertThat(out.toString())
        .contains(" 2 merge that changed nothing: ERROR")
        .contains("11 more data that moved nothing: WARNING")
        .contains("15 instrument exhausted: ");
    String gold = eval("gold", 2048);
    assertThat(run("preflight", "--base=" + eval("dropper", 2048), "--candidate=" + gold))
        .as(out.toString())
        .isZero();
    assertThat(run("preflight", "--base=" + gold)).isEqualTo(1);
    assertThat(out.toString()).contains("15 instrument exhausted: WARNING");
  }

  @Test
  void aRunsFolderIsLookedAtAsAWhole() throws IOException {
    file("metrics.jsonl", "{\"update\":1}", "{\"update\":2}", "{\"update\":1}");
    file("config.properties", "updates=3");
    assertThat(run("preflight", "--run=" + scratch)).isEqualTo(1);
    assertThat(out.toString())
        .contains(" 8 missing config: ERROR, " + scratch, "manifest.json, policy.json not there")
        .contains("12 resume that did not resume: ERROR")
        .contains(" 9 run that will outlive its time limit: not checked");
  }

  @Test
  void whatIsAskedWronglyIsSaidInOneLine() throws IOException {
    Path data = file("data.jsonl", "{\"input\":\"a\",\"gold\":7}");
    refuses("preflight: nothing to look at (expected: --run, --config, --model, --data or --base)");
    refuses(data + ":1: gold: 7 (expected: a string)", "--data=" + data);
    refuses("candidate: 1 (expected: as many as bases, 0)", "--candidate=x");
    refuses(
        "time-limit: \"2h\" (expected: above 0 in ISO-8601, such as PT2H)",
        "--run=" + scratch,
        "--time-limit=2h");
    refuses("format: \"xml\" (expected: one of text, json)", "--format=xml");
    refuses(scratch + "/none: missing (expected: a run's folder)", "--run=" + scratch + "/none");
    refuses(
        scratch + "/none: missing (expected: a model's folder)", "--model=" + scratch + "/none");
  }

  private void refuses(String message, String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "preflight";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    assertThat(run(all)).isEqualTo(2);
    assertThat(err.toString()).startsWith("plumbline: " + message).hasLineCount(1);
  }
}
