package io.plumbline.cli;

import io.plumbline.judges.Cost;
import io.plumbline.judges.Judge;
import io.plumbline.judges.JudgeConfigFile;
import io.plumbline.judges.calibration.Calibration;
import io.plumbline.judges.calibration.CalibrationFile;
import io.plumbline.judges.calibration.CalibrationSet;
import io.plumbline.judges.calibration.Calibrator;
import io.plumbline.judges.calibration.Calibrator.JudgeUnavailableException;
import io.plumbline.judges.calibration.DimensionResult;
import io.plumbline.judges.calibration.Standing;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "calibrate",
    description = {
      "Asks a judge about cases whose worth is known, and writes down how far it agrees.",
      "A dimension is paid from an agreement of 0.80 on, reported from 0.70 on, and else excluded;"
          + " all of it for this endpoint, model and rubric only. Exit code 1: no dimension is paid."
    })
final class CalibrateCommand implements Callable<Integer> {
  private final Map<String, String> environment;

  @Spec private CommandSpec spec;

  @Option(
      names = "--judge",
      required = true,
      paramLabel = "FILE",
      description = {
        "the judge's .properties file:",
        "provider=anthropic|openai, model=NAME; base_url=URL; key_env=VARIABLE (ANTHROPIC_API_KEY"
            + " or OPENAI_API_KEY; none with a base_url); max_tokens (300), timeout_ms (60000),"
            + " retries (5), max_in_flight (4); price_in and price_out of a million tokens (0),"
            + " budget (none); cache_file=FILE (none)"
      })
  private Path judgeFile;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "where the calibration goes, as JSON")
  private Path out;

  @Option(
      names = "--cases",
      paramLabel = "FILE",
      description = "cases of your own as JSONL; without it the bundled ones")
  private @Nullable Path cases;

  CalibrateCommand() {
    this(System.getenv());
  }

  CalibrateCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws IOException, InterruptedException, JudgeUnavailableException {
    Requirements.writable("out", out);
    CalibrationSet set = cases == null ? CalibrationSet.bundled() : CalibrationSet.read(cases);
    try (Judge judge = Judge.open(JudgeConfigFile.read(judgeFile, environment))) {
      Calibration calibration =
          Calibrator.run(judge, set, Progress.to(spec.commandLine().getErr()));
      Files.writeString(out, CalibrationFile.text(calibration));
      print(calibration, judge.cost());
      boolean paid =
          calibration.dimensions().stream().anyMatch(each -> each.standing() == Standing.PAID);
      return paid ? ExitCodes.OK : ExitCodes.NO;
    }
  }

  private void print(Calibration calibration, Cost cost) {
    PrintWriter writer = spec.commandLine().getOut();
    writer.println(calibration.judge());
    for (DimensionResult result : calibration.dimensions()) {
      writer.println(
          String.format(
              Locale.ROOT,
              "%-16s %-20s %2d of %2d agree, %.3f (%.3f to %.3f), error %.3f, %d failed: %s",
              result.environment(),
              result.dimension(),
              result.agreed(),
              result.cases().size(),
              result.agreement(),
              result.interval().low(),
              result.interval().high(),
              result.meanAbsoluteError().orElse(Double.NaN),
              result.failed(),
              result.standing().label()));
    }
    writer.println(cost.inWords());
    writer.flush();
  }
}
