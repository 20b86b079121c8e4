package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.trainer.runs.FolderLock;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@Tag("once")
class RowPreservationCommandTest {
  private static final List<String> FIGURES =
      List.of(
          "/terminated",
          "/truncated",
          "/rows_kept",
          "/all_rows_kept",
          "/strict/data_preservation",
          "/strict/composite",
          "/reference/data_preservation",
          "/reference/composite");

  @TempDir static Path shared;
  @TempDir Path scratch;

  private static Path model;
  private static Path file;

  /** A finished experiment. */
  private static Path finished;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void run() throws IOException {
    model = TinyPolicy.model(shared.resolve("model"), 1);
    file = TinyExperiment.declared(shared.resolve("tiny.properties"), 2, "1, 2");
    finished = shared.resolve("experiment");
    RowPreservationCommandTest test = new RowPreservationCommandTest();
    assertThat(test.run(finished, file)).as("%s", test.err).isZero();
    assertThat(test.out.toString())
        .contains("no replay: collab-eval's task files are not in " + shared)
        .contains("gold within 24 tokens: stress data_preservation ", "grpo/seed-2: update 2/2")
        .containsPattern("sft/seed-1: sft; \\d+ % done, about \\d+:\\d\\d left");
  }

  private int run(Path folder, Path declared, String... more) {
    return run(model, folder, declared, more);
  }

  private int run(Path policy, Path folder, Path declared, String... more) {
    List<String> arguments = new ArrayList<>(List.of("experiment", "row-preservation"));
    arguments.addAll(List.of("--config", declared.toString(), "--policy", policy.toString()));
    arguments.addAll(List.of("--threads", "1", "--out", folder.toString()));
    arguments.addAll(List.of("--tasks", shared.toString()));
    arguments.addAll(List.of(more));
    return Main.run(
        new PrintWriter(out), new PrintWriter(err), Map.of(), arguments.toArray(String[]::new));
  }

  private static JsonNode json(String name) throws IOException {
    return new JsonMapper().readTree(Files.readString(finished.resolve(name)));
  }

  private static List<String> report() throws IOException {
    return Files.readAllLines(finished.resolve("report.md"));
  }

  /** The cells of the row that begins so, of the table under a heading. */
  private static List<String> row(String heading, String name) throws IOException {
    List<String> lines = report();
    int from = 0;
    while (!lines.get(from).contains(heading)) {
      from++;
    }
    while (!lines.get(from).startsWith("| " + name)) {
      from++;
    }
    return Arrays.stream(lines.get(from).split("(?<!\\\\)\\|")).map(String::strip).toList();
  }

  @Test
  void theTablesFiguresAreThoseOfTheEvaluationsTheyName() throws IOException {
    for (int budget : new int[] {12, 24}) {
      for (String kind : List.of("stress", "regular", "stress_greedy", "regular_greedy")) {
        String title = kind.startsWith("stress") ? "Stress tables" : "Regular tables";
        String heading =
            title
                + " within "
                + budget
                + " tokens, which "
                + (budget == 12 ? "truncates long tables" : "is ample")
                + (kind.endsWith("greedy") ? ", greedy" : ", sampled");
        List<JsonNode> runs = new ArrayList<>();
        for (int seed = 1; seed <= 2; seed++) {
          runs.add(json("grpo/seed-" + seed + "/evaluation-" + budget + ".json").path(kind));
        }
        assertRow(row(heading, "grpo (2)"), runs);
        JsonNode gold = json("gold/evaluation-" + budget + ".json").path(kind);
        assertRow(row(heading, "gold"), List.of(gold));
        assertThat(gold.path("truncated").doubleValue()).isPositive();
      }
    }
  }

  /** Means that the evaluations state themselves, apart from the cases that the report reads. */
  private static void assertRow(List<String> cells, List<JsonNode> runs) {
    for (int i = 0; i < FIGURES.size(); i++) {
      String figure = FIGURES.get(i);
      double mean =
          runs.stream().mapToDouble(run -> run.at(figure).doubleValue()).average().orElseThrow();
      assertThat(cells.get(i + 2))
          .as(figure)
          .matches(".* \\(.* to\u00a0.*\\)")
          .startsWith(String.format(Locale.ROOT, "%.3f (", mean));
    }
  }

  @Test
  void everyRunHasItsGateVerdictPreflightCostsAndSamples() throws IOException {
    List<String> text = report();
    JsonNode gates = json("gates.json").path("24").path("candidates");
    assertThat(gates).hasSize(3);
    for (JsonNode candidate : gates) {
      String run = candidate.path("name").asString();
      assertThat(row("Gate and verdict of each run within 24", run).get(3))
          .startsWith(candidate.at("/verdict/letter").asString() + ": ");
      assertThat(json("preflight.json").path(run).path("clean").size()).isPositive();
      assertThat(row("Preflight's findings", run).get(1)).isEqualTo(run);
    }
    assertThat(Files.readString(finished.resolve("preflight.json")))
        .doesNotContain(finished.toString());
    double sampled = 0;
    for (String line : Files.readAllLines(finished.resolve("grpo/seed-1/metrics.jsonl"))) {
      sampled += new JsonMapper().readTree(line).at("/tokens/sampled").doubleValue();
    }
    assertThat(row("### Costs", "grpo, grpo/seed-1").get(4))
        .isEqualTo(String.format(Locale.ROOT, "%,.0f", sampled));
    assertThat(text)
        .contains("From sft/seed-1/samples.jsonl.", "```diff")
        .anyMatch(line -> line.startsWith("Within 12 tokens a perfect policy fails the gate"));
    assertThat(row("### Loss against quality", "sft (1)").get(2)).matches("\\d.*\\(.*\\)");
  }

  @Test
  void thePageIsWellFormedAndSaysTheSame() throws Exception {
    Path page = finished.resolve("report.html");
    String text =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(page.toFile())
            .getDocumentElement()
            .getTextContent();
    String cell = row("Stress tables within 24 tokens, which is ample, sampled", "grpo").get(9);
    assertThat(text).contains(cell, "nothing | *at all*", "evaluation-24.json");
    assertThat(String.join("\n", report())).contains("nothing \\| \\*at all\\*");
  }

  @Test
  void theFigureDrawsWhatTheTablesSay() throws Exception {
    Element figure =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(finished.resolve("report.svg").toFile())
            .getDocumentElement();
    assertThat(report()).anyMatch(line -> line.startsWith("![") && line.endsWith("](report.svg)"));
    String heading = "Stress tables within 24 tokens, which is ample, sampled";
    String ample = row(heading, "grpo (2)").get(6);
    String truncating = "Stress tables within 12 tokens, which truncates long tables, sampled";
    String tight = row(truncating, "grpo (2)").get(6);
    assertThat(figure.getAttribute("aria-label"))
        .contains(" grpo: " + ample + ", truncating " + tight + ".");
    // The axis begins at 250 and is 450 long.
    double mean = Double.parseDouble(ample.substring(0, ample.indexOf(' ')));
    NodeList paths = figure.getElementsByTagName("path");
    assertThat(IntStream.range(0, paths.getLength()).mapToObj(paths::item))
        .map(path -> ((Element) path).getAttribute("d"))
        .filteredOn(d -> d.contains("a4 4"))
        .map(d -> Double.parseDouble(d.substring(1, d.indexOf(' '))))
        .anyMatch(x -> Math.abs(x - (250 + 450 * mean)) < 0.5);
  }

  @Test
  void whatIsFinishedIsNotDoneAgain() throws IOException {
    Path evaluation = finished.resolve("none/seed-1/evaluation-12.json");
    FileTime before = Files.getLastModifiedTime(evaluation);
    Path elsewhere = scratch.resolve("docs");
    assertThat(run(finished, file, "--report", elsewhere.toString())).isZero();
    assertThat(out.toString()).doesNotContain("seed-").contains("row-preservation.html");
    assertThat(Files.getLastModifiedTime(evaluation)).isEqualTo(before);
    assertThat(elsewhere.resolve("row-preservation.md"))
        .hasContent(
            Files.readString(finished.resolve("report.md"))
                .replace("(report.svg)", "(row-preservation.svg)"));
    assertThat(elsewhere.resolve("row-preservation.svg"))
        .hasSameTextualContentAs(finished.resolve("report.svg"));
  }

  @Test
  void aFolderOfAnotherExperimentIsRefusedByItsKey() throws IOException {
    Path other =
        TinyExperiment.declared(
            scratch.resolve("other.properties"), 2, "1, 2", "grpo.kl_coefficient=0.5");
    assertThat(run(finished, other)).isEqualTo(2);
    assertThat(err.toString())
        .isEqualTo(
            "plumbline: grpo.kl_coefficient: 0.5 (expected: 0.02, as "
                + finished.resolve("experiment.json")
                + " has it, or another folder)\n");
    err.getBuffer().setLength(0);
    assertThat(run(finished, file, "--quick")).isEqualTo(2);
    assertThat(err.toString()).startsWith("plumbline: arms: none, grpo (expected: none, grpo, sft");
    err.getBuffer().setLength(0);
    Path another = TinyPolicy.model(scratch.resolve("model"), 2);
    assertThat(run(another, finished, file)).isEqualTo(2);
    assertThat(err.toString()).startsWith("plumbline: policy.base_sha256: ");
  }

  @Test
  void anotherVersionReportsWhatIsFinishedAndGoesOnWithNothingElse() throws IOException {
    Path last = finished.resolve("sft/seed-1/gold-loss.json");
    Path aside = scratch.resolve("aside");
    System.setProperty("plumbline.revision", "another");
    try {
      assertThat(run(finished, file)).as("%s", err).isZero();
      Files.move(last, aside);
      assertThat(run(finished, file)).isEqualTo(2);
    } finally {
      System.clearProperty("plumbline.revision");
      Files.move(aside, last);
    }
    assertThat(err.toString()).startsWith("plumbline: revision: another (expected: none, as ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"24", "24 greedy"})
  void theConditionsThatAnArmMissedAreThoseOfItsGates(String gate) throws IOException {
    Map<String, int[]> missed = new TreeMap<>();
    for (JsonNode run : json("gates.json").path(gate).path("candidates")) {
      for (JsonNode of : run.path("conditions")) {
        if (run.path("name").asString().startsWith("grpo/") && !of.path("passed").booleanValue()) {
          String side = of.path("bound").asString().equals(">=") ? "high" : "low";
          double beyond = of.path("threshold").doubleValue() - of.path(side).doubleValue();
          String name = of.path("tasks").asString() + " " + of.path("profile").asString();
          int[] counts =
              missed.computeIfAbsent(name + " " + of.path("name").asString(), key -> new int[2]);
          counts[0]++;
          counts[1] += (side.equals("high") ? beyond : -beyond) > 0 ? 1 : 0;
        }
      }
    }
    List<String> expected = new ArrayList<>();
    missed.forEach((name, counts) -> expected.add(name + " " + counts[0] + " (" + counts[1] + ")"));
    List<String> cells = row("### Conditions of the gate that were not met within 24", "grpo (2)");
    int column = gate.equals("24") ? 2 : 4;
    assertThat(cells.get(column)).isEqualTo("0 of 2");
    assertThat(cells.get(column + 1).split("; ")).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(expected).contains("stress strict data_preservation 2 (2)");
  }

  @Test
  void whatHoldsAnArmBackIsShownOfThoseThatArePaid() throws IOException {
    String heading = "### Signs of what holds back an arm";
    assertThat(row(heading, "grpo (2)").get(4)).endsWith("\u00a0%");
    assertThat(report().stream().dropWhile(line -> !line.startsWith(heading)))
        .noneMatch(line -> line.startsWith("| sft (1)"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "all.learning_rat=1 | unknown key \"learning_rat\" (expected: one of ",
        "ppo.updates=1 | unknown key \"ppo.updates\" (expected: ample_budget, arms, tasks, ",
        "grpo.seed=3 | grpo.seed: \"3\" (expected: none: seeds and --threads say it)",
        "sft.seeds=3 | sft.seeds: 3 (expected: one of none's, [1, 2])",
        "sft.seeds=1, 1 | sft.seeds: \"1, 1\" (expected: integers of at least 0, each once)",
        "sft.trained=false | sft.trained: false (expected: false for the first arm, ",
        "quick.arms=dpo | quick.arms: \"dpo\" (expected: one of none, grpo, sft)",
        "grpo.control=constant | grpo.control: constant (expected: none or shuffled, ",
        "sft.updates=0 | sft: updates: 0 (expected: 1 to 1000000)"
      })
  void whatIsDeclaredWronglyIsRefusedByItsKey(String wrong) throws IOException {
    String line = wrong.substring(0, wrong.indexOf(" | "));
    String message = wrong.substring(wrong.indexOf(" | ") + 3);
    Path declared = TinyExperiment.declared(scratch.resolve("wrong.properties"), 2, "1, 2");
    String key = line.substring(0, line.indexOf('=') + 1);
    List<String> lines = new ArrayList<>(Files.readAllLines(declared));
    lines.removeIf(each -> each.startsWith(key));
    lines.add(line);
    Files.write(declared, lines);
    Path folder = scratch.resolve("experiment");
    boolean quick = key.startsWith("quick");
    assertThat(quick ? run(folder, declared, "--quick") : run(folder, declared)).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("plumbline: " + declared + ": ")
        .contains(message)
        .hasLineCount(1);
    assertThat(folder).doesNotExist();
  }

  @Test
  void whatItTookToReachTheGateIsCountedUpToThere() throws IOException {
    Path metrics = finished.resolve("grpo/seed-2/metrics.jsonl");
    List<String> lines = Files.readAllLines(metrics);
    List<String> told = new ArrayList<>();
    double tokens = 0;
    for (String line : lines) {
      ObjectNode update = (ObjectNode) new JsonMapper().readTree(line);
      update.put("seconds", 45 * (told.size() + 1));
      if (told.size() == 1) {
        ((ObjectNode) update.at("/eval/stress/strict")).put("data_preservation", 0.85);
      }
      tokens += update.at("/tokens/trained").doubleValue();
      told.add(update.toString());
    }
    Files.write(metrics, told);
    try {
      assertThat(run(finished, file)).as("%s", err).isZero();
    } finally {
      Files.write(metrics, lines);
    }
    assertThat(row("### Costs", "grpo, grpo/seed-1").get(6)).isEqualTo("–");
    assertThat(row("### Costs", "grpo, grpo/seed-2").get(6))
        .isEqualTo(String.format(Locale.ROOT, "2 (1.500, %,.0f)", tokens));
  }

  @Test
  void aReplayIsReportedBesideWhatWasPublished() throws IOException {
    Path replay = finished.resolve("replay.json");
    Files.writeString(
        replay,
        """
        {"tokenizer": "a tokenizer", "sets": [{"tasks": "long.jsonl",
          "published": {"data_preservation": {"base": 0.2, "SFT": 0.25}},
          "measured": [
            {"policy": "gold", "max_tokens": 512, "truncated": 0.775,
              "reference": {"data_preservation": 0.25, "composite": 0.7375}},
            {"policy": "copy", "max_tokens": 512, "truncated": 0.8,
              "reference": {"data_preservation": 0.225, "composite": 0.4788}},
            {"policy": "gold", "max_tokens": 768, "truncated": 0.0,
              "reference": {"data_preservation": 1.0, "composite": 1.0}}]}]}
        """);
    try {
      assertThat(run(finished, file)).as("%s", err).isZero();
    } finally {
      Files.delete(replay);
    }
    assertThat(report())
        .contains(
            "- collab-eval's line, reference data_preservation on long.jsonl: published 0.2000,"
                + " 0.2500; a policy that makes no mistake scores 0.2500 within 512 tokens, 1.0000"
                + " within 768 tokens.",
            "| published: SFT | – | 0.2500 | – | – |",
            "| measured: copy | 512 | 0.2250 | 0.4788 | 80.0\u00a0% |");
  }

  @Test
  void anExperimentThatRunsIsNotRunTwice() throws IOException {
    FolderLock other = FolderLock.take(finished).orElseThrow();
    try (other) {
      assertThat(run(finished, file)).isEqualTo(2);
    }
    assertThat(err.toString())
        .isEqualTo(
            "plumbline: experiment: "
                + finished
                + " is in use (expected: one that nobody else runs)\n");
  }

  @Test
  void aFolderWithOtherFilesIsRefused() throws IOException {
    Path folder = Files.createDirectory(scratch.resolve("other"));
    Files.writeString(folder.resolve("notes"), "mine");
    assertThat(run(folder, file)).isEqualTo(2);
    assertThat(err.toString()).contains("or one of an experiment to go on with)");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }
}
