package io.plumbline.cli;

import io.plumbline.cli.Utf8Lines.Bad;
import io.plumbline.cli.Utf8Lines.Line;
import io.plumbline.cli.Utf8Lines.Text;
import io.plumbline.graders.Profile;
import io.plumbline.graders.lines.GradeLines;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "grade",
    description = {
      "Grades outputs: a line of JSON in, a line of JSON out, in the same order.",
      "A line that cannot be graded is answered with an error, the rest go on, and the exit code"
          + " is 1."
    })
final class GradeCommand implements Callable<Integer> {
  /** Room for an input, a gold and an output at their limits, escaped. */
  private static final int MAX_LINE_BYTES = 32 << 20;

  private final InputStream in;

  @Spec private CommandSpec spec;

  @Option(names = "--profile", required = true, description = "whose rules: reference or strict")
  private String profile;

  GradeCommand() {
    this(System.in);
  }

  GradeCommand(InputStream in) {
    this.in = in;
  }

  @Override
  public Integer call() throws IOException {
    Profile rules =
        Profile.named(profile)
            .orElseThrow(
                () ->
                    new UserError(
                        "profile: \"" + profile + "\" (expected: one of reference, strict)"));
    GradeLines grader = new GradeLines(rules, Assembly.environments());
    PrintWriter out = spec.commandLine().getOut();
    Utf8Lines lines = new Utf8Lines(in, MAX_LINE_BYTES, () -> flush(out));
    int number = 0;
    int bad = 0;
    for (Optional<Line> line = lines.next(); line.isPresent(); line = lines.next()) {
      number++;
      if (line.get() instanceof Text text && text.text().isBlank()) {
        continue;
      }
      GradeLines.Result result = grade(grader, line.get(), number);
      out.print(result.json());
      out.print('\n');
      bad += result.ok() ? 0 : 1;
    }
    flush(out);
    return bad == 0 ? ExitCodes.OK : ExitCodes.NO;
  }

  private static GradeLines.Result grade(GradeLines grader, Line line, int number) {
    if (line instanceof Text text) {
      return grader.grade(text.text(), number);
    }
    String why = "line " + number + ": " + ((Bad) line).why();
    return new GradeLines.Result("{\"id\":null,\"error\":\"" + why + "\"}", false);
  }

  private static void flush(PrintWriter out) throws IOException {
    if (out.checkError()) {
      throw new IOException("output: cannot be written (expected: a reader until the last line)");
    }
  }
}
