package io.plumbline.cli;

import io.plumbline.cli.Utf8Lines.Bad;
import io.plumbline.cli.Utf8Lines.Line;
import io.plumbline.cli.Utf8Lines.Text;
import io.plumbline.graders.Profile;
import io.plumbline.graders.lines.GradeLines;
import io.plumbline.judges.Judge;
import io.plumbline.judges.JudgeConfigFile;
import io.plumbline.judges.calibration.Calibration;
import io.plumbline.judges.calibration.CalibrationFile;
import io.plumbline.judges.grading.JudgedGrading;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "grade",
    description = {
      "Grades outputs: a line of JSON in, a line of JSON out, in the same order.",
      "A line that cannot be graded is answered with an error, the rest go on, and the exit code"
          + " is 1. A judge that breaks fails the dimensions in which it is paid, with exit code 1"
          + " too, and the rest of the grade stands."
    })
final class GradeCommand implements Callable<Integer> {
  /** Room for an input, a gold and an output at their limits, escaped. */
  private static final int MAX_LINE_BYTES = 32 << 20;

  private final InputStream in;
  private final Map<String, String> environment;

  @Spec private CommandSpec spec;

  @Option(names = "--profile", required = true, description = "whose rules: reference or strict")
  private String profile;

  @Option(
      names = "--judge",
      paramLabel = "FILE",
      description =
          "a judge's .properties file, as calibrate takes it: it scores what the rules leave open")
  private @Nullable Path judgeFile;

  @Option(
      names = "--calibration",
      paramLabel = "FILE",
      description =
          "what calibrate wrote about that judge; without it the judge is uncalibrated: its scores"
              + " are shown, and pay nothing")
  private @Nullable Path calibrationFile;

  GradeCommand() {
    this(System.in, System.getenv());
  }

  GradeCommand(InputStream in, Map<String, String> environment) {
    this.in = in;
    this.environment = environment;
  }

  @Override
  public Integer call() throws IOException {
    Profile rules =
        Profile.named(profile)
            .orElseThrow(
                () ->
                    new UserError(
                        "profile: \"" + profile + "\" (expected: one of reference, strict)"));
    if (judgeFile != null) {
      return withJudge(rules, judgeFile);
    }
    if (calibrationFile != null) {
      throw new UserError("calibration: " + calibrationFile + " (expected: a --judge beside it)");
    }
    return grade(new GradeLines(rules, Assembly.environments()), Runnable::run, 0);
  }

  private int withJudge(Profile rules, Path file) throws IOException {
    try (Judge judge = Judge.open(JudgeConfigFile.read(file, environment))) {
      Calibration calibration =
          calibrationFile == null
              ? Calibration.none(judge.id())
              : CalibrationFile.read(calibrationFile);
      say("judge: " + calibration.standings(judge.id()));
      GradeLines lines =
          new GradeLines(rules, Assembly.environments(), new JudgedGrading(judge, calibration));
      ExecutorService workers = Executors.newFixedThreadPool(judge.maxInFlight());
      try {
        return grade(lines, workers, 2 * judge.maxInFlight());
      } finally {
        workers.shutdownNow();
        say("judge: " + judge.cost().inWords());
      }
    }
  }

  private int grade(GradeLines grader, Executor workers, int most) throws IOException {
    OrderedAnswers answers = new OrderedAnswers(spec.commandLine().getOut(), most);
    Utf8Lines lines = new Utf8Lines(in, MAX_LINE_BYTES, answers);
    int number = 0;
    for (Optional<Line> read = lines.next(); read.isPresent(); read = lines.next()) {
      int at = ++number;
      Line line = read.get();
      if (line instanceof Text text && text.text().isBlank()) {
        continue;
      }
      answers.add(CompletableFuture.supplyAsync(() -> grade(grader, line, at), workers));
    }
    answers.flush();
    return answers.allOk() ? ExitCodes.OK : ExitCodes.NO;
  }

  private static GradeLines.Result grade(GradeLines grader, Line line, int number) {
    if (line instanceof Text text) {
      return grader.grade(text.text(), number);
    }
    String why = "line " + number + ": " + ((Bad) line).why();
    return new GradeLines.Result("{\"id\":null,\"error\":\"" + why + "\"}", false);
  }

  private void say(String line) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("plumbline: " + line);
    err.flush();
  }
}
