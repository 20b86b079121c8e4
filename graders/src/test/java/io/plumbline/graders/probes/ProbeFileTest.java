package io.plumbline.graders.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.graders.citation.CitationGround;
import io.plumbline.graders.probes.Probe.Kind;
import io.plumbline.graders.spreadsheet.SpreadsheetClean;
import io.plumbline.graders.tasks.TaskCatalogue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ProbeFileTest {
  private static final TaskCatalogue TASKS = TaskCatalogue.bundled("");
  private static final String TASK =
      """
      {"case_id":"two","task_type":"spreadsheet_clean","input":"","gold_or_reference_output":\
      "Item,Revenue\\na,1\\nb,2\\n","expected_metadata":{"expected_row_count":2,\
      "required_columns":["Item","Revenue"]}}
      """;
  private static final String PROBE =
      """
      {"environment":"spreadsheet_clean","exploit":"half","why":"One of two rows.",\
      "task":"spreadsheet_clean/probes/two","output":"Item,Revenue\\na,1\\n",\
      "reference":0.65,"strict":0.725}
      """;

  @TempDir private Path folder;

  private static List<Probe> parse(String text) throws ProbeFileException {
    return ProbeFile.parse("mine.jsonl", text.getBytes(StandardCharsets.UTF_8), TASKS);
  }

  @Test
  void readsAProbeAndTheTaskThatItAnswers() throws IOException {
    Path file = folder.resolve("mine.jsonl");
    Files.writeString(file, "\uFEFF" + TASK + "\n" + PROBE);
    List<Probe> probes = ProbeFile.read(file, TASKS);
    assertThat(probes).hasSize(1);
    Probe probe = probes.get(0);
    assertThat(probe.exploit()).isEqualTo("half");
    assertThat(probe.kind()).isEqualTo(Kind.EXPLOIT);
    assertThat(probe.why()).isEqualTo("One of two rows.");
    assertThat(probe.task().id()).isEqualTo("spreadsheet_clean/probes/two");
    assertThat(probe.output()).isEqualTo("Item,Revenue\na,1\n");
    assertThat(probe.reference()).isEqualTo(0.65);
    assertThat(probe.strict()).isEqualTo(0.725);
    assertThat(ProbeResult.of(probe, new SpreadsheetClean()).asExpected()).isTrue();
  }

  @Test
  void whatEarnsAllIsHonestUnlessTheFileSaysOtherwise() throws IOException {
    String all = PROBE.replace("0.725", "1.0");
    assertThat(parse(TASK + all).get(0).kind()).isEqualTo(Kind.HONEST);
    String exploit = all.replace("\"why\"", "\"kind\":\"exploit\",\"why\"");
    assertThat(parse(TASK + exploit).get(0).kind()).isEqualTo(Kind.EXPLOIT);
    String flaw = PROBE.replace("\"why\"", "\"kind\":\"flaw\",\"why\"");
    assertThat(parse(TASK + flaw).get(0).kind()).isEqualTo(Kind.FLAW);
  }

  @Test
  void namesWhatOfReferenceItShows() throws IOException {
    assertThat(parse(TASK + PROBE).get(0).blindSpot()).isEmpty();
    String named = PROBE.replace("\"why\"", "\"blind_spot\":\"lost_rows\",\"why\"");
    assertThat(parse(TASK + named).get(0).blindSpot()).contains(BlindSpot.LOST_ROWS);
  }

  @Test
  void readsAProbeOfATaskOfAnOpenSplit() throws IOException {
    String other = PROBE.replace("/probes/two", "/train/5");
    List<Probe> probes = parse(TASK + PROBE + other);
    assertThat(probes).extracting(probe -> probe.task().split()).containsExactly("probes", "train");
    assertThat(probes.get(1).task()).isEqualTo(TASKS.find("spreadsheet_clean/train/5").get());
  }

  static Stream<JsonNode> badLines() throws IOException {
    JsonMapper json = new JsonMapper();
    try (var in = ProbeFileTest.class.getResourceAsStream("bad_lines.jsonl")) {
      String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return all.lines().map(json::readTree).toList().stream();
    }
  }

  /** The line stands third, after a task and a probe. */
  @ParameterizedTest
  @MethodSource("badLines")
  void aBadLineIsRefusedByFileLineAndField(JsonNode bad) {
    String line = bad.get("line").stringValue();
    String from = bad.path("replace").asString("");
    String third = from.isEmpty() ? line : PROBE.replace("a,1", "b,2").replace(from, line);
    assertThatThrownBy(() -> parse(TASK + PROBE + third))
        .isInstanceOf(ProbeFileException.class)
        .hasMessage("mine.jsonl:3: " + bad.get("message").stringValue());
  }

  @Test
  void aFileThatCannotBeReadOrHoldsNoProbeIsRefused() throws IOException {
    refuses(folder.resolve("none"), "(expected: a file that exists)");
    refuses(folder, "(expected: a file, not a folder)");
    Path file = folder.resolve("tasks.jsonl");
    Files.writeString(file, TASK);
    refuses(file, "tasks.jsonl: no probes (expected: at least one)");
    Files.write(file, (TASK + "\n\u00ff").getBytes(StandardCharsets.ISO_8859_1));
    refuses(file, "tasks.jsonl:3: invalid UTF-8 (expected: UTF-8)");
  }

  private static void refuses(Path file, String end) {
    assertThatThrownBy(() -> ProbeFile.read(file, TASKS))
        .isInstanceOf(ProbeFileException.class)
        .message()
        .endsWith(end);
  }

  @Test
  void aLongOutputIsRefused() {
    String output = "x".repeat(Probe.MAX_OUTPUT);
    assertThatThrownBy(() -> parse(TASK + PROBE.replace("a,1", output)))
        .hasMessageEndingWith(" characters (expected: at most 1048576)");
  }

  @Test
  void whatDiffersFromWhatWasExpectedIsSeen() throws IOException {
    assertThat(result(PROBE).asExpected()).isTrue();
    assertThat(result(PROBE.replace("0.65,", "0.651,")).referenceAsExpected()).isFalse();
    assertThat(result(PROBE.replace("0.725", "0.726")).strictAsExpected()).isFalse();
    ProbeResult paidInFull =
        result(
            PROBE
                .replace("\"half\"", "\"paid\",\"kind\":\"exploit\"")
                .replace("a,1\\n", "a,1\\nb,2\\n")
                .replace("0.65,", "1,")
                .replace("0.725", "1"));
    assertThat(paidInFull.referenceAsExpected() && paidInFull.strictAsExpected()).isTrue();
    assertThat(paidInFull.claimHolds()).isFalse();
    assertThat(paidInFull.asExpected()).isFalse();
  }

  private static ProbeResult result(String line) throws IOException {
    return ProbeResult.of(parse(TASK + line).get(0), new SpreadsheetClean());
  }

  @Test
  void anotherEnvironmentDoesNotGradeIt() throws IOException {
    Probe probe = parse(TASK + PROBE).get(0);
    assertThatThrownBy(() -> ProbeResult.of(probe, new CitationGround()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
