package io.plumbline.trainer.report;

import io.plumbline.trainer.checkpoint.WholeFile;
import io.plumbline.trainer.report.ExperimentFiles.ArmFiles;
import io.plumbline.trainer.report.ExperimentFiles.SeedFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The report of an experiment, as one HTML page and as one Markdown file. */
public final class ExperimentReport {
  private static final String TITLE = "Row preservation, told honestly";

  private final ExperimentFiles files;
  private final List<Block> blocks = new ArrayList<>();

  private ExperimentReport(ExperimentFiles files) {
    this.files = files;
  }

  /**
   * Writes {@code report.html}, {@code report.md} and its figure into an experiment's folder, in
   * place of earlier ones, from the files that it left there.
   *
   * @return the page
   * @throws IOException if a file is missing or cannot be understood; earlier reports stay
   */
  public static Path write(Path experiment) throws IOException {
    return write(experiment, experiment, "report");
  }

  /**
   * The same into another folder, which is made if need be, under another name.
   *
   * @param name without its ending
   * @return the page
   * @throws IOException as the other does
   */
  public static Path write(Path experiment, Path folder, String name) throws IOException {
    ExperimentFiles files = ExperimentFiles.read(experiment);
    Block.Arms figure = new ArmResults(files).figure(name + ".svg");
    List<Block> blocks = new ExperimentReport(files).blocks(figure);
    Files.createDirectories(folder);
    Path page = folder.resolve(name + ".html");
    write(folder.resolve(figure.file()), new ArmFigure(figure).file());
    write(page, HtmlBlocks.page(TITLE, blocks));
    write(folder.resolve(name + ".md"), MarkdownBlocks.page(blocks));
    return page;
  }

  private static void write(Path file, String text) {
    WholeFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  private List<Block> blocks(Block.Arms figure) throws RunReportException {
    ArmResults results = new ArmResults(files);
    ArmTraining training = new ArmTraining(files);
    ArmJudgement judgement = new ArmJudgement(files);
    heading(1, TITLE);
    heading(2, "The question");
    words(
        "A language model that cleans tables was taught to leave rows out. collab-eval saw such a"
            + " model keep 20 to 25 % of its long tables whatever was done to it, and left two"
            + " questions open: can that flat line come from the measurement alone, and does"
            + " reinforcement learning, with the grader as reward, teach a policy to keep its rows?");
    heading(2, "What came of it");
    blocks.add(figure);
    blocks.add(new Block.Items(outcomes(judgement)));
    heading(2, "The method");
    words(method());
    heading(2, "The measurement alone: collab-eval's line");
    blocks.addAll(judgement.replay());
    heading(2, "Two budgets");
    for (int budget : List.of(files.tight(), files.ample())) {
      boolean cuts = budget == files.tight();
      String what = cuts ? ", which truncates long tables" : ", which is ample";
      String within = " within " + budget + " tokens" + what;
      blocks.add(results.table("Stress tables" + within + ", sampled", "stress", budget, false));
      blocks.add(
          results.table("Stress tables" + within + ", greedy", "stress_greedy", budget, true));
      blocks.add(results.table("Regular tables" + within + ", sampled", "regular", budget, true));
      blocks.add(
          results.table("Regular tables" + within + ", greedy", "regular_greedy", budget, true));
    }
    blocks.add(results.changes(files.ample()));
    words(
        "Intervals hold 95 % and are from 2,000 resamples of runs and tables both. Those of an arm"
            + " with one run say nothing about other seeds; those of three say little.");
    heading(2, "How the arms learnt");
    blocks.addAll(training.curves());
    blocks.addAll(training.hazards());
    blocks.add(results.losses());
    blocks.add(training.objectives());
    blocks.add(training.exploits());
    heading(2, "Gates and verdicts");
    for (int budget : List.of(files.tight(), files.ample())) {
      blocks.addAll(judgement.gates(budget));
    }
    blocks.add(judgement.incidents());
    heading(2, "What stands between the arms and the gate");
    blocks.addAll(new ArmLimits(files).blocks());
    heading(2, "What it cost");
    blocks.add(training.costs());
    words("On " + machine() + ".");
    heading(2, "What the policies write");
    samples();
    heading(2, "What this can and cannot say");
    blocks.add(new Block.Items(LIMITS));
    return blocks;
  }

  private void heading(int level, String text) {
    blocks.add(new Block.Heading(level, text));
  }

  private void words(String text) {
    blocks.add(new Block.Words(text));
  }

  /** A sentence on collab-eval's line and for each arm, from the same files as the tables below. */
  private List<String> outcomes(ArmJudgement judgement) {
    List<String> outcomes = new ArrayList<>();
    judgement.line().ifPresent(outcomes::add);
    ArmFiles start = files.start();
    outcomes.add(start.title() + ": " + preserved(start) + ".");
    for (ArmFiles arm : files.trained()) {
      long promoted =
          arm.seeds().stream().filter(seed -> gate(seed).path("promoted").asBoolean()).count();
      String letters =
          arm.seeds().stream()
              .map(seed -> gate(seed).at("/verdict/letter").asString())
              .collect(Collectors.joining(", "));
      outcomes.add(
          arm.title()
              + ": "
              + preserved(arm)
              + "; "
              + promoted
              + " of "
              + arm.seeds().size()
              + " runs pass the gate (verdicts "
              + letters
              + ").");
    }
    return outcomes;
  }

  private String preserved(ArmFiles arm) {
    return "strict data_preservation of held-out stress tables within "
        + files.ample()
        + " tokens "
        + ArmResults.shown(ArmResults.preserved(arm, "stress", files.ample()))
        + " sampled, "
        + ArmResults.shown(ArmResults.preserved(arm, "stress_greedy", files.ample()))
        + " greedy";
  }

  private JsonNode gate(SeedFiles seed) {
    return files.gate(seed, files.ample(), false);
  }

  private String method() {
    return "Every arm starts from the same policy, the second row of the tables, and trains one adapter on"
        + " it; arms and settings are in field config of experiment.json."
        + " What learns from rewards sees no demonstration: it is paid by the grader for what it"
        + " wrote, and anchored to where it began unless its arm says otherwise; what learns from gold"
        + " sees that of the train splits alone. Each run ends in four evaluations under each of two"
        + " budgets, "
        + files.tight()
        + " and "
        + files.ample()
        + " tokens: on "
        + files.declared().at("/config/tasks").asString()
        + " held-out tables of either kind that no run was trained on, sampled and greedily. Rows are"
        + " matched by their identity, so that a row that is doubled or made up costs."
        + " The gate compares a run with the starting policy as the same seed samples from it.";
  }

  private String machine() {
    JsonNode machine = files.declared().path("machine");
    JsonNode versions = files.declared().path("versions");
    return machine.path("cores").asString()
        + " cores, "
        + machine.path("os").asString()
        + " on "
        + machine.path("arch").asString()
        + ", Java "
        + versions.path("jdk").asString()
        + ", PyTorch "
        + versions.path("pytorch").asString()
        + ", Plumbline "
        + versions.path("plumbline").asString()
        + versions.path("revision").asOptional().map(of -> " (" + of.asString() + ")").orElse("")
        + ", "
        + files.declared().at("/config/" + files.trained().get(0).name() + ".threads").asString()
        + " threads";
  }

  /** The first table of each arm's first run, before and after. */
  private void samples() {
    for (ArmFiles arm : files.trained()) {
      SeedFiles seed = arm.seeds().get(0);
      List<Sample> all = seed.run().samples();
      List<Sample> first =
          all.stream().filter(each -> each.task().equals(all.get(0).task())).toList();
      blocks.add(new Block.Heading(3, arm.title()));
      blocks.add(new Block.Tables(first, seed.path() + "/samples.jsonl"));
    }
  }

  private static final List<String> LIMITS =
      List.of(
          "It can say that a budget which cuts a perfect policy's tables off makes every policy look"
              + " alike, and that a gate under such a budget cannot be passed: that holds for any"
              + " model whose tokens are counted so.",
          "It can say whether this reward, with this anchor, repairs this failure in this policy"
              + " without a demonstration. Where an arm that was shown gold does better, the tables"
              + " above say so; that is expected where gold is at hand.",
          "It cannot say that a large model would learn at the same pace or in the same way: this one"
              + " has 0.9 million weights, a vocabulary made for tables, and was taught its failure"
              + " by us, by ending tables behind a mark. A large model's failure may have other"
              + " causes, and its prompts, its exploration and its exploits are richer.",
          "It does not rerun collab-eval's models, and says nothing about what they would have scored"
              + " under an ample budget.");
}
