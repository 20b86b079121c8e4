package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.judges.JudgeId;
import io.plumbline.judges.JudgeRubric;
import io.plumbline.judges.calibration.Band;
import io.plumbline.judges.calibration.Calibration;
import io.plumbline.judges.calibration.CalibrationFile;
import io.plumbline.judges.calibration.CaseResult;
import io.plumbline.judges.calibration.DimensionResult;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code grade --judge} from end to end. */
class JudgedGradeCommandTest {
  private static final String REVISION =
      "{\"id\":1,\"task_type\":\"doc_revision\",\"intent\":\"the-intent\",\"constraints\":"
          + "[\"the-constraint\"],\"input\":\"The gate was painted by Nora.\",\"output\":\"Nora"
          + " painted the gate.\"}\n";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;
  private LoopbackJudge judge;

  @BeforeEach
  void serve() throws IOException {
    judge = new LoopbackJudge(body -> body.contains("named faithfulness,") ? "8" : "5");
    judge.settings(folder);
  }

  @AfterEach
  void stop() {
    judge.close();
  }

  private int grade(String lines, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "--profile",
                "reference",
                "--judge",
                folder.resolve("judge.properties").toString()));
    Collections.addAll(args, more);
    return new CommandLine(
            new GradeCommand(
                new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)),
                Map.of("JUDGE_KEY", "sk-very-secret")))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err, true))
        .setExecutionExceptionHandler(
            (e, command, parsed) -> Main.end(e, new PrintWriter(err, true), false))
        .execute(args.toArray(String[]::new));
  }

  private List<JsonNode> answers() {
    return out.toString().lines().map(new JsonMapper()::readTree).toList();
  }

  /** A file that says this judge agrees with so many of ten cases of faithfulness. */
  private String calibration(int agreed) throws IOException {
    List<CaseResult> cases = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      cases.add(new CaseResult("c" + i, new Band(0.5, 1), Optional.of(i < agreed ? 1.0 : 0.0), ""));
    }
    String url =
        Files.readAllLines(folder.resolve("judge.properties")).stream()
            .filter(line -> line.startsWith("base_url="))
            .map(line -> line.substring("base_url=".length()))
            .findFirst()
            .orElseThrow();
    String version = JudgeRubric.of("doc_revision", "faithfulness").orElseThrow().version();
    Calibration calibration =
        new Calibration(
            new JudgeId("openai " + url, "m"),
            List.of(new DimensionResult("doc_revision", "faithfulness", version, cases)));
    Path file = folder.resolve("calibration.json");
    return Files.writeString(file, CalibrationFile.text(calibration)).toString();
  }

  @Test
  void aCalibratedDimensionIsPaidAndAnotherIsShownAsUncalibrated() throws IOException {
    assertThat(grade(REVISION, "--calibration", calibration(8))).isZero();
    JsonNode answer = answers().get(0);
    assertThat(answer.at("/scores/faithfulness").doubleValue()).isEqualTo(0.8);
    assertThat(answer.at("/scores/quality_delta").doubleValue()).isEqualTo(0.5);
    // 0.30 · 1 + 0.30 · 0.8 + 0.20 · 1 + 0.20 · 0.5
    assertThat(answer.get("composite").doubleValue()).isEqualTo(0.84);
    assertThat(answer.get("judge"))
        .hasToString(
            "[{\"dimension\":\"faithfulness\",\"standing\":\"paid\",\"status\":\"ASSESSED\","
                + "\"value\":0.8,\"why\":\"r\"},{\"dimension\":\"quality_delta\",\"standing\":"
                + "\"uncalibrated\",\"status\":\"ASSESSED\",\"value\":0.5,\"why\":\"r\"}]");
    assertThat(err.toString())
        .startsWith("plumbline: judge: m at openai http://127.0.0.1:")
        .contains(": faithfulness paid, quality_delta uncalibrated and not paid, ")
        .endsWith("plumbline: judge: 2 calls, 1000 tokens in, 20 out, cost 0.0020\n")
        .doesNotContain("secret");
  }

  @Test
  void theJudgeSeesWhatTheWriterSaw() {
    String citation =
        "{\"id\":2,\"task_type\":\"citation_ground\",\"input\":\"the-brief\",\"sources\":"
            + "[{\"name\":\"Source A\",\"text\":\"the-source\"}],\"output\":\"the-output\"}\n";
    assertThat(grade(REVISION + citation)).isZero();
    assertThat(judge.bodies())
        .hasSize(4)
        .anyMatch(body -> body.contains("the-intent\\n- the-constraint"))
        .anyMatch(body -> body.contains("Source A\\nthe-source") && body.contains("the-brief"));
  }

  @Test
  void withoutACalibrationNothingIsPaid() {
    assertThat(grade(REVISION)).isZero();
    assertThat(answers().get(0).get("composite").doubleValue()).isEqualTo(0.75);
    assertThat(err.toString()).contains("faithfulness uncalibrated and not paid, ");
  }

  @Test
  void aJudgeThatRefusesTheKeyFailsThePaidDimensionAndTheGradeIsDelivered() throws IOException {
    judge.answersWith(401);
    assertThat(grade(REVISION, "--calibration", calibration(10))).isEqualTo(1);
    JsonNode answer = answers().get(0);
    assertThat(answer.at("/scores/instruction_following").doubleValue()).isEqualTo(1);
    assertThat(answer.at("/scores/faithfulness").isNull()).isTrue();
    assertThat(answer.at("/scores/quality_delta").doubleValue()).isEqualTo(0.5);
    assertThat(answer.get("composite").isNull()).isTrue();
    assertThat(answer.at("/judge/0/status").stringValue()).isEqualTo("FAILED");
    assertThat(answer.at("/judge/0/why").stringValue()).contains("HTTP 401 (expected: a key that");
    assertThat(answer.at("/judge/1/standing").stringValue()).isEqualTo("uncalibrated");
    assertThat(answer.at("/judge/1/status").stringValue()).isEqualTo("FAILED");
    assertThat(out.toString() + err).doesNotContain("secret");
  }

  @Test
  void aJudgeThatIsNotThereFailsThePaidDimensionAndTheGradeIsDelivered() throws IOException {
    String calibration = calibration(10);
    judge.close();
    assertThat(grade(REVISION, "--calibration", calibration)).isEqualTo(1);
    JsonNode answer = answers().get(0);
    assertThat(answer.at("/scores/over_editing").doubleValue()).isEqualTo(1);
    assertThat(answer.at("/scores/faithfulness").isNull()).isTrue();
    assertThat(answer.at("/judge/0/why").stringValue()).endsWith(": cannot be reached");
  }

  @Test
  void answersKeepTheOrderOfTheLines() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      String id = "\"id\":" + i;
      lines.append(i % 3 == 0 ? "{" + id + "}\n" : REVISION.replace("\"id\":1", id));
    }
    assertThat(grade(lines.toString())).isEqualTo(1);
    List<JsonNode> answers = answers();
    assertThat(answers).hasSize(40);
    for (int i = 0; i < 40; i++) {
      assertThat(answers.get(i).get("id").intValue()).isEqualTo(i);
      assertThat(answers.get(i).has("error")).isEqualTo(i % 3 == 0);
    }
  }

  @Test
  void whatTheJudgeWouldMissIsRefusedByField() {
    String bare = "{\"id\":1,\"task_type\":\"doc_revision\",\"output\":\"o\"}\n";
    String unsourced =
        "{\"id\":2,\"task_type\":\"citation_ground\",\"input\":\"i\",\"output\":\"o\"}\n";
    String unnamed = unsourced.replace("\"input\"", "\"sources\":[{\"text\":\"t\"}],\"input\"");
    assertThat(grade(bare + unsourced + unnamed)).isEqualTo(1);
    assertThat(answers())
        .extracting(answer -> answer.get("error").stringValue())
        .containsExactly(
            "input: missing (expected: a string)",
            "sources: missing (expected: a list of objects with name and text)",
            "sources: [{\"text\":\"t\"}] (expected: a list of objects with name and text)");
    assertThat(judge.bodies()).isEmpty();
  }

  @Test
  void aKeyThatIsNotSetIsNamedBeforeAnythingIsGraded() throws IOException {
    Path settings = folder.resolve("judge.properties");
    Files.writeString(settings, "provider=openai\nmodel=m\n");
    assertThat(grade(REVISION)).isEqualTo(2);
    assertThat(err.toString())
        .isEqualTo(
            "plumbline: "
                + settings
                + ": key_env: OPENAI_API_KEY (expected: an environment variable that is set and"
                + " holds the key)\n");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aCalibrationWithoutABandIsRefusedByPlaceAndField() throws IOException {
    Path file = Path.of(calibration(8));
    Files.writeString(file, Files.readString(file).replaceFirst("\"band\"", "\"bend\""));
    assertThat(grade(REVISION, "--calibration", file.toString())).isEqualTo(2);
    assertThat(err.toString())
        .contains("dimensions[0]: cases[0]: band: missing (expected: two numbers, [low, high])");
  }

  @Test
  void aCalibrationAloneIsRefused() {
    int code =
        new CommandLine(new GradeCommand(new ByteArrayInputStream(new byte[0]), Map.of()))
            .setExecutionExceptionHandler(
                (e, command, parsed) -> Main.end(e, new PrintWriter(err, true), false))
            .execute("--profile", "strict", "--calibration", "c.json");
    assertThat(code).isEqualTo(2);
    assertThat(err.toString())
        .isEqualTo("plumbline: calibration: c.json (expected: a --judge beside it)\n");
  }
}
