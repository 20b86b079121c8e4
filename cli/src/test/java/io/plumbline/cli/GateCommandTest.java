package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@Tag("once")
class GateCommandTest {
  private static final Path TASKS =
      Path.of(System.getProperty("plumbline.root"), "../shared/collab-eval/tasks");

  @TempDir Path scratch;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Main.run(new PrintWriter(out), new PrintWriter(err), Map.of(), arguments);
  }

  private JsonNode answer() {
    return JsonMapper.shared().readTree(out.toString());
  }

  /** A scripted policy's evaluation in a file. */
  private String eval(String policy, String tasks, int maxTokens) {
    Path file = scratch.resolve(policy + maxTokens + Path.of(tasks).getFileName() + ".json");
    if (Files.exists(file)) {
      return file.toString();
    }
    assertThat(
            run(
                "eval",
                "--policy=" + policy,
                "--tasks=" + tasks,
                "--max-tokens=" + maxTokens,
                "--count=8",
                "--out=" + file))
        .isZero();
    return file.toString();
  }

  /** A run's folder with two scripted policies as before and after. */
  private Path runFolder(String name, String before, String after) throws Exception {
    Path folder = Files.createDirectory(scratch.resolve(name));
    for (String[] file : new String[][] {{"before.json", before}, {"after.json", after}}) {
      ObjectNode both = JsonMapper.shared().createObjectNode();
      both.set("regular", tree(eval(file[1], "heldout", 2048)));
      both.set("stress", tree(eval(file[1], "stress_heldout", 2048)));
      Files.writeString(folder.resolve(file[0]), both.toString());
    }
    return folder;
  }

  private static JsonNode tree(String file) throws Exception {
    return JsonMapper.shared().readTree(Files.readString(Path.of(file)));
  }

  @Test
  void goldIsPromotedOverANaivePolicyAndADropperIsNot() throws Exception {
    Path good = runFolder("good", "naive", "gold");
    assertThat(run("gate", good.toString())).isZero();
    assertThat(out.toString())
        .startsWith(good + ": promoted\n")
        .contains("pass  stress   strict     data_preservation", "=> verdict A: promoted")
        .contains("=> a perfect policy passes every condition within 2048 tokens")
        .contains("=> at its ceiling: target 1.000; gold reaches 1.000");

    Path bad = runFolder("bad", "naive", "dropper");
    assertThat(run("gate", bad.toString(), "--format=json")).isEqualTo(1);
    assertThat(answer().at("/promoted").booleanValue()).isFalse();
    assertThat(answer().at("/candidates/0/reachability/reachable").booleanValue()).isTrue();
    assertThat(answer().at("/candidates/0/conditions")).hasSize(19);
  }

  @Test
  void runsInARowAddUpToATrajectory() throws Exception {
    Path first = runFolder("first", "naive", "dropper");
    Path second = runFolder("second", "naive", "dropper");
    assertThat(run("gate", first.toString(), second.toString(), "--format=json")).isEqualTo(1);
    assertThat(answer().at("/trajectory/finding").stringValue()).isEqualTo("flat");
    assertThat(answer().at("/trajectory/interventions").intValue()).isEqualTo(2);

    for (Path folder : new Path[] {first, second}) {
      int seed = folder.equals(first) ? 1 : 2;
      Files.writeString(
          folder.resolve("manifest.json"), "{\"config\":{\"updates\":3,\"seed\":" + seed + "}}");
    }
    assertThat(run("gate", first.toString(), second.toString(), "--format=json")).isEqualTo(1);
    assertThat(answer().at("/trajectory/interventions").intValue()).isEqualTo(1);
    assertThat(answer().at("/trajectory/finding").stringValue()).isEqualTo("neither");
  }

  @Test
  void candidatesByFileAddUpTooByTheirPoliciesNames() {
    String naive = eval("naive", "heldout", 2048);
    String dropper = eval("dropper", "heldout", 2048);
    assertThat(
            run(
                "gate",
                "--base=" + naive,
                "--candidate=" + dropper,
                "--candidate=" + eval("duplicator", "heldout", 2048),
                "--candidate=" + dropper,
                "--format=json"))
        .isEqualTo(1);
    assertThat(answer().at("/candidates")).hasSize(3);
    assertThat(answer().at("/trajectory/target")).hasSize(3);
    assertThat(answer().at("/trajectory/interventions").intValue()).isEqualTo(2);
  }

  @Test
  void underATightBudgetTheGateIsRefusedAndDifferingCandidatesStandAtTheirCeiling() {
    assertThat(
            run(
                "gate",
                "--base=" + eval("naive", "heldout", 512),
                "--stress-base=" + eval("naive", "stress_heldout", 512),
                "--candidate=" + eval("copy", "heldout", 512),
                "--stress-candidate=" + eval("copy", "stress_heldout", 512),
                "--candidate=" + eval("gold", "heldout", 512),
                "--stress-candidate=" + eval("gold", "stress_heldout", 512),
                "--format=json"))
        .isEqualTo(2);
    assertThat(answer().at("/candidates/1/refused").booleanValue()).isTrue();
    assertThat(reached(answer().at("/candidates/1"), "reference")).isLessThan(0.85);
    double gold = reached(answer().at("/candidates/1"), "strict");
    assertThat(answer().at("/trajectory/ceiling").doubleValue()).isEqualTo(gold);
    assertThat(answer().at("/trajectory/interventions").intValue()).isEqualTo(2);
    assertThat(answer().at("/trajectory/finding").stringValue()).isEqualTo("at_its_ceiling");
  }

  /** Three SFT runs were published at 0.25 under a budget under which gold reaches no more. */
  @Test
  void theGateOnCollabEvalsStressTasksIsOutOfReachAt512TokensAndWithinItAt768() {
    Assumptions.assumeTrue(Files.isDirectory(TASKS), "left out: no folder " + TASKS);
    String regular = TASKS.resolve("spreadsheet_heldout_seed200.jsonl").toString();
    String stress = TASKS.resolve("stress_heldout_seed300.jsonl").toString();

    assertThat(gate(regular, stress, 512)).isEqualTo(2);
    JsonNode tight = answer().at("/candidates/0");
    assertThat(tight.at("/refused").booleanValue()).isTrue();
    assertThat(reached(tight, "reference")).isEqualTo(0.25, within(1e-9));
    assertThat(answer().at("/trajectory/ceiling").isNumber()).isTrue();

    for (int maxTokens : new int[] {768, 2048}) {
      gate(regular, stress, maxTokens);
      JsonNode ample = answer().at("/candidates/0");
      assertThat(ample.at("/refused").booleanValue()).isFalse();
      assertThat(reached(ample, "reference")).isEqualTo(1.0, within(1e-9));
      assertThat(reached(ample, "strict")).isEqualTo(1.0, within(1e-9));
      assertThat(stressCondition(ample, "reference").at("/passed").booleanValue()).isTrue();
    }
    assertThat(run(gateArguments(regular, stress, 512, "text"))).isEqualTo(2);
    assertThat(out.toString())
        .contains("gate refused: a perfect policy fails")
        .contains(
            "=> stress reference data_preservation: a perfect policy reaches 0.250 within 512 tokens");
  }

  private int gate(String regular, String stress, int maxTokens) {
    return run(gateArguments(regular, stress, maxTokens, "json"));
  }

  private String[] gateArguments(String regular, String stress, int maxTokens, String format) {
    return new String[] {
      "gate",
      "--base=" + eval("naive", regular, maxTokens),
      "--candidate=" + eval("naive", regular, maxTokens),
      "--stress-base=" + eval("naive", stress, maxTokens),
      "--stress-candidate=" + eval("naive", stress, maxTokens),
      "--format=" + format
    };
  }

  private static double reached(JsonNode candidate, String profile) {
    return stressCondition(candidate, profile).at("/measured").doubleValue();
  }

  private static JsonNode stressCondition(JsonNode candidate, String profile) {
    for (JsonNode condition : candidate.at("/reachability/gold")) {
      if (condition.at("/tasks").stringValue().equals("stress")
          && condition.at("/profile").stringValue().equals(profile)) {
        return condition;
      }
    }
    throw new AssertionError("no condition on stress tasks under " + profile);
  }

  @Test
  void aGoldFileStandsInForWhatCannotBeEvaluatedHere() throws Exception {
    String naive = eval("naive", "heldout", 2048);
    ObjectNode elsewhere = (ObjectNode) tree(naive);
    elsewhere.put("tokenizer", "one that is not here");
    Path base = Files.writeString(scratch.resolve("elsewhere.json"), elsewhere.toString());

    assertThat(run("gate", "--base=" + base, "--candidate=" + base)).isEqualTo(1);
    assertThat(out.toString())
        .contains("whether a perfect policy would pass this gate was not checked")
        .contains("gold was not evaluated: the tokenizer \"one that is not here\" is not at hand");

    String gold = eval("gold", "heldout", 2048);
    assertThat(
            run(
                "gate",
                "--base=" + naive,
                "--candidate=" + naive,
                "--gold=" + gold,
                "--format=markdown"))
        .isEqualTo(1);
    assertThat(out.toString()).contains("- a perfect policy passes every condition within 2048");
  }

  @Test
  void whatIsAskedWronglyIsSaidInOneLine() throws Exception {
    String naive = eval("naive", "heldout", 2048);
    ObjectNode means = (ObjectNode) tree(naive);
    means.remove("per_case");
    Path old = Files.writeString(scratch.resolve("old.json"), means.toString());
    refuses(
        old + ": per_case: missing (expected: a record of each case, as eval writes them)",
        "--base=" + old,
        "--candidate=" + naive);
    refuses(
        "stress-candidate: 1 (expected: as many as candidates, 2)",
        "--base=" + naive,
        "--candidate=" + naive,
        "--candidate=" + naive,
        "--stress-candidate=" + naive);
    String other = eval("naive", "heldout", 1024);
    refuses("base: missing (expected: --base FILE and --candidate FILE, or folders of runs)");
    refuses("candidate: missing (expected: --base FILE and", "--base=" + naive);
    refuses(
        other + ": max_tokens: 1024 (expected: 2048, as in " + naive + ")",
        "--base=" + naive,
        "--candidate=" + other);
    refuses("base: given beside runs (expected: one or the other)", "run", "--base=" + naive);
    refuses("format: \"xml\" (expected: one of text, json, markdown)", "--format=xml");
    refuses(
        scratch.resolve("none").resolve("before.json") + " (expected: a file that exists)",
        scratch.resolve("none").toString());
    refuses(
        naive + ": greedy: missing (expected: an evaluation)",
        "--greedy",
        "--base=" + naive,
        "--candidate=" + naive);
    refuses(
        "stress-gold: x (expected: beside --gold)",
        "--base=" + naive,
        "--candidate=" + naive,
        "--stress-gold=x");
    refuses(
        naive + ": stress: missing (expected: an evaluation, as " + other + " is)",
        "--base=" + naive,
        "--candidate=" + naive,
        "--stress-base=" + other);
  }

  private void refuses(String message, String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "gate";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    assertThat(run(all)).isEqualTo(2);
    assertThat(err.toString()).startsWith("plumbline: " + message).hasLineCount(1);
  }
}
