package io.plumbline.graders.preflight;

import io.plumbline.graders.preflight.Finding.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** What a run's folder shows of itself. */
public final class RunChecks {
  private static final String METRICS = "metrics.jsonl";
  private static final String SAMPLES = "samples.jsonl";

  /** A loss of pairs that are told apart with certainty. */
  private static final double COLLAPSED = 0.01;

  private static final double FELL = 0.005;

  private static final List<String> HELD_OUT =
      List.of(
          "/eval/stress/strict/data_preservation",
          "/eval/stress/reference/data_preservation",
          "/eval/regular/strict/data_preservation",
          "/eval/regular/strict/composite");

  private RunChecks() {}

  /**
   * Every check that the folder has something for, but for its pace: see {@link Pace}.
   *
   * @throws PreflightException if it is no folder, or a file in it cannot be read
   */
  public static List<Checked> of(Path run) throws PreflightException {
    if (!Files.isDirectory(run)) {
      throw new PreflightException(run + ": missing (expected: a run's folder)");
    }
    List<Checked> checks = new ArrayList<>();
    checks.add(configs(run));
    if (Files.exists(run.resolve(SAMPLES))) {
      checks.addAll(DataChecks.of(run.resolve(SAMPLES)));
    }
    if (Files.exists(run.resolve(METRICS))) {
      List<JsonLines.Line> lines = JsonLines.read(run.resolve(METRICS));
      checks.add(resumed(run, lines));
      if (lines.stream().anyMatch(line -> line.object().has("dpo_loss"))) {
        checks.add(discriminator(run, lines));
      }
    }
    return checks;
  }

  /** Each weight file's own config lies beside it, and the run's own files are there. */
  private static Checked configs(Path run) {
    List<String> expected =
        new ArrayList<>(List.of("config.properties", "manifest.json", "policy.json"));
    if (Files.isDirectory(run.resolve("adapter"))) {
      expected.add("adapter/adapter_config.json");
    }
    return missing(run, expected);
  }

  /**
   * The files that a model's folder cannot do without.
   *
   * @throws PreflightException if it is no folder
   */
  public static Checked model(Path folder) throws PreflightException {
    if (!Files.isDirectory(folder)) {
      throw new PreflightException(folder + ": missing (expected: a model's folder)");
    }
    boolean adapter = Files.exists(folder.resolve("adapter_model.safetensors"));
    Checked named =
        missing(
            folder,
            adapter ? List.of("adapter_config.json") : List.of("config.json", "tokenizer.json"));
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(file -> file.toString().endsWith(".safetensors"))
          ? named
          : Checked.found(
              Failure.MISSING_CONFIG,
              Severity.ERROR,
              folder.toString(),
              "no .safetensors file",
              "name the folder that holds the weights");
    } catch (IOException e) {
      throw new PreflightException(folder + ": cannot be read (expected: a folder that can be)");
    }
  }

  private static Checked missing(Path folder, List<String> expected) {
    List<String> missing =
        expected.stream().filter(file -> !Files.exists(folder.resolve(file))).toList();
    return missing.isEmpty()
        ? Checked.clean(Failure.MISSING_CONFIG, String.join(", ", expected) + " are there")
        : Checked.found(
            Failure.MISSING_CONFIG,
            Severity.ERROR,
            folder.toString(),
            String.join(", ", missing) + " not there",
            "copy them from where the weights were written; do not make them up");
  }

  /** Updates are numbered on; a resumed run may log its last ones again, but not the first. */
  private static Checked resumed(Path run, List<JsonLines.Line> lines) throws PreflightException {
    double first = -1;
    double last = -1;
    int logged = 0;
    for (JsonLines.Line line : lines) {
      OptionalDouble update = line.number("/update");
      if (update.isEmpty()) {
        continue;
      }
      double at = update.getAsDouble();
      if (logged > 1 && at <= first) {
        return notResumed(line, "update " + (long) at + " again after " + (long) last);
      }
      if (logged > 0 && at > last + 1) {
        return notResumed(line, "update " + (long) at + " right after " + (long) last);
      }
      first = logged == 0 ? at : first;
      last = at;
      logged++;
    }
    String saw = logged + " updates logged, up to " + (long) last;
    if (Files.exists(run.resolve("after.json")) && logged == 0) {
      return Checked.found(
          Failure.NOT_RESUMED,
          Severity.ERROR,
          run.toString(),
          "after.json is there, and not one update was logged",
          "train again into an empty folder");
    }
    return Checked.clean(Failure.NOT_RESUMED, saw);
  }

  private static Checked notResumed(JsonLines.Line line, String saw) {
    return Checked.found(
        Failure.NOT_RESUMED,
        Severity.ERROR,
        line.where(),
        saw,
        "look for the state that it should have gone on from, and resume from that");
  }

  /** A loss near 0 within a fifth of the steps, while what is held out falls. */
  private static Checked discriminator(Path run, List<JsonLines.Line> lines)
      throws PreflightException {
    int steps = 0;
    int collapsedAt = -1;
    for (JsonLines.Line line : lines) {
      OptionalDouble loss = line.number("/dpo_loss");
      if (loss.isPresent()) {
        steps++;
        collapsedAt = collapsedAt < 0 && loss.getAsDouble() < COLLAPSED ? steps : collapsedAt;
      }
    }
    boolean early = collapsedAt > 0 && 5 * collapsedAt <= steps;
    String saw =
        collapsedAt < 0
            ? "dpo_loss stays above " + COLLAPSED + " in " + steps + " steps"
            : "dpo_loss below " + COLLAPSED + " at step " + collapsedAt + " of " + steps;
    for (String dimension : HELD_OUT) {
      double start = Double.NaN;
      double end = Double.NaN;
      for (JsonLines.Line line : lines) {
        OptionalDouble value = line.number(dimension);
        if (value.isPresent()) {
          start = Double.isNaN(start) ? value.getAsDouble() : start;
          end = value.getAsDouble();
        }
      }
      if (early && end < start - FELL) {
        return Checked.found(
            Failure.DISCRIMINATOR_COLLAPSE,
            Severity.ERROR,
            run.resolve(METRICS).toString(),
            saw
                + ", while "
                + dimension.substring(1).replace('/', '.')
                + " falls from "
                + Pace.shown(start)
                + " to "
                + Pace.shown(end),
            "stop at the step before; make the pairs harder to tell apart, or lower the learning"
                + " rate");
      }
    }
    return Checked.clean(Failure.DISCRIMINATOR_COLLAPSE, saw);
  }
}
