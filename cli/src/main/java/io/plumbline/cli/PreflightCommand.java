package io.plumbline.cli;

import io.plumbline.graders.preflight.PreflightReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "preflight",
    description = {
      "Looks for fifteen failures that have cost runs, in data, settings, weights and reports,"
          + " before anything is trained. What nothing was given for is said to be unchecked.",
      "Exit codes: 0 nothing found; 1 findings; 2 asked wrongly."
    })
final class PreflightCommand implements Callable<Integer> {
  private static final List<String> FORMATS = List.of("text", "json");

  @Spec private CommandSpec spec;

  @Option(names = "--run", paramLabel = "DIR", description = "a run's folder, finished or not")
  private @Nullable Path run;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "settings as train --config takes them; without it those of --run")
  private @Nullable Path config;

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "folder of a model or of an adapter; may be repeated")
  private List<Path> models = List.of();

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description =
          "JSONL: tasks; input or prompt with gold or completion, with chosen and rejected, or with"
              + " output; may be repeated")
  private List<Path> data = List.of();

  @Option(
      names = "--base",
      paramLabel = "FILE",
      description = "what eval --out wrote, or a run's before.json; may be repeated")
  private List<Path> bases = List.of();

  @Option(
      names = "--candidate",
      paramLabel = "FILE",
      description = "the same of what came of each base, in their order")
  private List<Path> candidates = List.of();

  @Option(
      names = "--time-limit",
      paramLabel = "DURATION",
      description = "how long a run may take, ISO-8601, such as PT2H")
  private @Nullable String timeLimit;

  @Option(
      names = "--format",
      defaultValue = "text",
      description = "text or json (default: ${DEFAULT-VALUE})")
  private String format;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!FORMATS.contains(format)) {
      throw new UserError("format: \"" + format + "\" (expected: one of text, json)");
    }
    if (!candidates.isEmpty() && candidates.size() != bases.size()) {
      throw new UserError(
          "candidate: "
              + candidates.size()
              + " (expected: as many as bases, "
              + bases.size()
              + ")");
    }
    if (run == null && config == null && models.isEmpty() && data.isEmpty() && bases.isEmpty()) {
      throw new UserError(
          "preflight: nothing to look at (expected: --run, --config, --model, --data or --base)");
    }
    Preflight preflight = new Preflight();
    for (Path file : data) {
      preflight.data(file);
    }
    for (Path folder : models) {
      preflight.model(folder);
    }
    preflight.settings(Optional.ofNullable(run), Optional.ofNullable(config), limit());
    for (int i = 0; i < bases.size(); i++) {
      preflight.evaluations(
          bases.get(i), candidates.isEmpty() ? Optional.empty() : Optional.of(candidates.get(i)));
    }
    PreflightReport report = preflight.report();
    PrintWriter out = spec.commandLine().getOut();
    out.print(format.equals("text") ? report.text() : Json.line(report.json()) + "\n");
    preflight.notes().forEach(note -> spec.commandLine().getErr().println("plumbline: " + note));
    out.flush();
    return report.findings().isEmpty() ? ExitCodes.OK : ExitCodes.NO;
  }

  private Optional<Duration> limit() {
    if (timeLimit == null) {
      return Optional.empty();
    }
    try {
      Duration limit = Duration.parse(timeLimit);
      if (!limit.isNegative() && !limit.isZero()) {
        return Optional.of(limit);
      }
    } catch (DateTimeParseException e) {
      // said below
    }
    throw new UserError(
        "time-limit: \"" + timeLimit + "\" (expected: above 0 in ISO-8601, such as PT2H)");
  }
}
