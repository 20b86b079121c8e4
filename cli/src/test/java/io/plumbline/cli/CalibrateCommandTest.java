package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CalibrateCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;
  private LoopbackJudge judge;

  /** Scores an output by the digit that it is. */
  @BeforeEach
  void serve() throws IOException {
    String lead = "the output to judge ===\\n";
    judge =
        new LoopbackJudge(
            body -> {
              int at = body.indexOf(lead) + lead.length();
              return body.substring(at, at + 1);
            });
    judge.settings(folder);
  }

  @AfterEach
  void stop() {
    judge.close();
  }

  /** Ten cases of which the digit judge meets so many bands. */
  private Path cases(int met) throws IOException {
    StringBuilder lines =
        new StringBuilder(
            "{\"task\":\"t\",\"environment\":\"doc_revision\",\"intent\":\"i\",\"constraints\":[],"
                + "\"input\":\"d\",\"sources\":[]}\n");
    for (int i = 0; i < 10; i++) {
      double band = (i < met ? i : (i + 5) % 10) / 10.0;
      lines
          .append(
              "{\"case\":\"c" + i + "\",\"of\":\"t\",\"dimension\":\"faithfulness\",\"output\":\"")
          .append(i)
          .append("\",\"band\":[" + band + "," + band + "],\"why\":\"w\"}\n");
    }
    Path file = folder.resolve("cases.jsonl");
    Files.writeString(file, lines);
    return file;
  }

  private int calibrate(Path cases) {
    return new CommandLine(new CalibrateCommand(Map.of("JUDGE_KEY", "sk-very-secret")))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .setExecutionExceptionHandler(
            (e, command, parsed) -> Main.end(e, new PrintWriter(err, true), false))
        .execute(
            "--judge",
            folder.resolve("judge.properties").toString(),
            "--out",
            folder.resolve("out.json").toString(),
            "--cases",
            cases.toString());
  }

  @Test
  void writesWhatTheJudgeIsGoodForAndShowsItsProgress() throws IOException {
    assertThat(calibrate(cases(9))).isZero();
    assertThat(err.toString().lines())
        .hasSize(10)
        .first()
        .isEqualTo("1/10 faithfulness c0: 0.0, agrees with [0.0, 0.0]");
    assertThat(out.toString())
        .contains("m at openai http://127.0.0.1:")
        .contains(
            "doc_revision     faithfulness          9 of 10 agree, 0.900 (0.596 to 0.982),"
                + " error 0.050, 0 failed: paid")
        .contains("10 calls, 5000 tokens in, 100 out, cost 0.0100");
    assertThat(folder.resolve("out.json")).content().contains("\"standing\" : \"paid\"");
  }

  @Test
  void aJudgeThatIsPaidInNoDimensionIsANo() throws IOException {
    assertThat(calibrate(cases(7))).isEqualTo(1);
    assertThat(out.toString()).contains("7 of 10 agree, 0.700", ": reported");
  }

  @Test
  void aJudgeThatRefusesTheKeyIsOneLineWithoutTheKeyAndLeavesNoFile() throws IOException {
    judge.answersWith(401);
    assertThat(calibrate(cases(9))).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("plumbline: judge: case c0: http://127.0.0.1:")
        .contains("HTTP 401 (expected: a key that may use m)")
        .hasLineCount(1)
        .doesNotContain("secret");
    assertThat(folder.resolve("out.json")).doesNotExist();
  }

  @Test
  void aKeyThatIsNotSetIsNamedAndNothingIsAsked() throws IOException {
    Path settings = folder.resolve("judge.properties");
    Files.writeString(settings, "provider=anthropic\nmodel=m\n");
    assertThat(calibrate(cases(9))).isEqualTo(2);
    assertThat(err.toString())
        .isEqualTo(
            "plumbline: "
                + settings
                + ": key_env: ANTHROPIC_API_KEY (expected: an environment variable that is set and"
                + " holds the key)\n");
  }

  @Test
  void aCaseWithoutABandIsRefusedByLineAndField() throws IOException {
    Path cases = cases(9);
    Files.writeString(cases, Files.readString(cases).replace("\"band\":[0.3,0.3],", ""));
    assertThat(calibrate(cases)).isEqualTo(2);
    assertThat(err.toString())
        .contains("cases.jsonl:5: band: missing (expected: two numbers, [low, high])");
  }
}
