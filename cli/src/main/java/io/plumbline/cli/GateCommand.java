package io.plumbline.cli;

import io.plumbline.graders.gates.Candidacy;
import io.plumbline.graders.gates.EvaluationException;
import io.plumbline.graders.gates.EvaluationFile;
import io.plumbline.graders.gates.GatePage;
import io.plumbline.graders.gates.GateReport;
import io.plumbline.graders.gates.GateSeries;
import io.plumbline.graders.gates.Measured;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "gate",
    description = {
      "Says whether a candidate may take its base's place, whether a perfect policy could under the"
          + " same budget, and what a series of runs adds up to.",
      "Exit codes: 0 promoted (of several runs, the last one); 1 not promoted; 2 asked wrongly, or a"
          + " gate that a perfect policy fails."
    })
final class GateCommand implements Callable<Integer> {
  private static final String MANIFEST = "manifest.json";
  private static final List<String> FORMATS = List.of("text", "json", "markdown");

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "RUN",
      description =
          "folders of runs, in order: the base is each one's before.json, the candidate its"
              + " after.json; runs differ if settings but for seed and threads do")
  private List<Path> runs = List.of();

  @Option(
      names = "--base",
      paramLabel = "FILE",
      description = "what eval --out wrote of the base, or a run's before.json")
  private @Nullable Path base;

  @Option(
      names = "--candidate",
      paramLabel = "FILE",
      description = "the same of a candidate; of several in order, whose policies' names differ")
  private List<Path> candidates = List.of();

  @Option(
      names = "--stress-base",
      paramLabel = "FILE",
      description = "the base on stress tasks, where --base is no run's file")
  private @Nullable Path stressBase;

  @Option(
      names = "--stress-candidate",
      paramLabel = "FILE",
      description = "the same of each candidate, in their order")
  private List<Path> stressCandidates = List.of();

  @Option(
      names = "--gold",
      paramLabel = "FILE",
      description =
          "what eval --policy gold --out wrote for the same tasks and budget; without it gold is"
              + " evaluated here, if tasks and tokenizer are at hand")
  private @Nullable Path gold;

  @Option(names = "--stress-gold", paramLabel = "FILE", description = "the same on stress tasks")
  private @Nullable Path stressGold;

  @Option(names = "--greedy", description = "judges what was decoded greedily")
  private boolean greedy;

  @Option(
      names = "--format",
      defaultValue = "text",
      description = "text, json or markdown (default: ${DEFAULT-VALUE})")
  private String format;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!FORMATS.contains(format)) {
      throw new UserError(
          "format: \"" + format + "\" (expected: one of " + String.join(", ", FORMATS) + ")");
    }
    List<Candidacy> candidacies = runs.isEmpty() ? ofFiles() : ofRuns();
    List<String> notes = new ArrayList<>();
    Optional<Measured> ceiling = gold(candidacies.get(0).base(), notes);
    GateSeries series = GateSeries.of(candidacies, ceiling);
    print(series, notes);
    return series.last().isRefused()
        ? ExitCodes.USAGE
        : series.last().isPromoted() ? ExitCodes.OK : ExitCodes.NO;
  }

  private List<Candidacy> ofFiles() throws IOException {
    if (base == null || candidates.isEmpty()) {
      throw new UserError(
          (base == null ? "base" : "candidate")
              + ": missing (expected: --base FILE and --candidate FILE, or folders of runs)");
    }
    if (!stressCandidates.isEmpty() && stressCandidates.size() != candidates.size()) {
      throw new UserError(
          "stress-candidate: "
              + stressCandidates.size()
              + " (expected: as many as candidates, "
              + candidates.size()
              + ")");
    }
    Measured from = measured(base, stressBase, greedy);
    List<Candidacy> candidacies = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      Path file = candidates.get(i);
      Path stress = stressCandidates.isEmpty() ? null : stressCandidates.get(i);
      Measured to = measured(file, stress, greedy);
      String intervention = Interventions.of(file.resolveSibling(MANIFEST), to.regular().policy());
      candidacies.add(new Candidacy(file.toString(), intervention, from, to));
    }
    return candidacies;
  }

  private List<Candidacy> ofRuns() throws IOException {
    if (base != null
        || stressBase != null
        || !candidates.isEmpty()
        || !stressCandidates.isEmpty()) {
      throw new UserError("base: given beside runs (expected: one or the other)");
    }
    List<Candidacy> candidacies = new ArrayList<>();
    for (Path run : runs) {
      candidacies.add(
          new Candidacy(
              run.toString(),
              Interventions.of(run.resolve(MANIFEST), run.toString()),
              measured(run.resolve("before.json"), null, greedy),
              measured(run.resolve("after.json"), null, greedy)));
    }
    return candidacies;
  }

  private static Measured measured(Path file, @Nullable Path stress, boolean greedy)
      throws EvaluationException {
    return Measured.of(
        EvaluationFile.read(file),
        stress == null ? Optional.empty() : Optional.of(EvaluationFile.read(stress)),
        greedy);
  }

  /** What was named or, where nothing was, what can be evaluated here. */
  private Optional<Measured> gold(Measured base, List<String> notes)
      throws IOException, InterruptedException {
    if (gold != null) {
      return Optional.of(measured(gold, stressGold, false)); // it decodes nothing
    }
    if (stressGold != null) {
      throw new UserError("stress-gold: " + stressGold + " (expected: beside --gold)");
    }
    try {
      return Optional.of(GoldEvaluations.like(base));
    } catch (GoldEvaluations.NotPossible e) {
      notes.add("gold was not evaluated: " + e.getMessage());
      return Optional.empty();
    }
  }

  private void print(GateSeries series, List<String> notes) {
    PrintWriter out = spec.commandLine().getOut();
    if (format.equals("json")) {
      Map<String, Object> json = new LinkedHashMap<>(series.json());
      json.put("notes", notes);
      out.println(Json.line(json));
    } else {
      boolean text = format.equals("text");
      for (GateReport report : series.reports()) {
        out.println(text ? GatePage.text(report) : GatePage.markdown(report));
      }
      List<String> last = new ArrayList<>(notes);
      last.add(0, series.trajectory().explanation());
      last.forEach(line -> out.println((text ? "=> " : "- ") + line));
    }
    out.flush();
  }
}
