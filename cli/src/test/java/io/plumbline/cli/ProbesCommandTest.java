package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ProbesCommandTest {
  private static final String TASK =
      """
      {"case_id":"two","task_type":"spreadsheet_clean","input":"","gold_or_reference_output":\
      "Item,Revenue\\na,1\\nb,2\\n","expected_metadata":{"expected_row_count":2,\
      "required_columns":["Item","Revenue"]}}
      """;
  private static final String PROBE =
      """
      {"environment":"spreadsheet_clean","exploit":"one_row","why":"One of two rows.",\
      "task":"spreadsheet_clean/probes/two","output":"Item,Revenue\\na,1\\n",\
      "reference":0.65,"strict":0.725}
      """;

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int probes(String... options) {
    String[] arguments = new String[options.length + 1];
    arguments[0] = "probes";
    System.arraycopy(options, 0, arguments, 1, options.length);
    return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), Map.of(), arguments);
  }

  private String file(String... lines) throws IOException {
    Path file = folder.resolve("mine.jsonl");
    Files.writeString(file, String.join("", lines));
    return file.toString();
  }

  @Test
  void allBundledProbesEarnWhatTheyShould() {
    assertThat(probes()).isZero();
    List<String> lines = out.toString().lines().toList();
    assertThat(lines.get(0)).matches("environment +exploit +kind +reference +strict +naive");
    assertThat(lines)
        .anyMatch(
            line ->
                line.matches("spreadsheet_clean +half_the_rows_twice +exploit +1.000 +0.500 .*"));
    assertThat(lines.get(lines.size() - 1))
        .isEqualTo((lines.size() - 2) + " probes: all as expected");
  }

  @Test
  void marksWhatDiffersAndEndsWithOne() throws IOException {
    String wrong =
        PROBE
            .replace("one_row", "other")
            .replace("a,1", "b,2")
            .replace("0.65,", "0.7,")
            .replace("0.725", "0.72");
    String paid =
        PROBE
            .replace("\"one_row\"", "\"gold\",\"kind\":\"exploit\"")
            .replace("a,1\\n", "a,1\\nb,2\\n")
            .replace("0.65,", "1,")
            .replace("0.725", "1");
    assertThat(probes("--file", file(TASK, PROBE, wrong, paid))).isEqualTo(1);
    assertThat(out.toString().lines().skip(1))
        .containsExactly(
            "spreadsheet_clean  one_row  exploit      0.650   0.725  0.750",
            "spreadsheet_clean  other    exploit      0.650   0.725  0.750"
                + "  <- expected reference 0.7, expected strict 0.72",
            "spreadsheet_clean  gold     exploit      1.000   1.000  0.750"
                + "  <- expected less under strict than elsewhere",
            "3 probes: 2 not as expected");
  }

  @Test
  void writesAnObjectALine() throws IOException {
    String wrong = PROBE.replace("one_row", "other").replace("a,1", "b,2").replace("0.725", "0.72");
    assertThat(probes("--format", "json", "--file", file(TASK, PROBE, wrong))).isEqualTo(1);
    List<JsonNode> objects = out.toString().lines().map(new JsonMapper()::readTree).toList();
    assertThat(objects).hasSize(2);
    assertThat(objects.get(0).toString())
        .isEqualTo(
            "{\"environment\":\"spreadsheet_clean\",\"exploit\":\"one_row\",\"kind\":\"exploit\","
                + "\"why\":\"One of two rows.\",\"task\":\"spreadsheet_clean/probes/two\","
                + "\"reference\":0.65,\"expected_reference\":0.65,\"strict\":0.725,"
                + "\"expected_strict\":0.725,\"naive\":0.75,\"as_expected\":true}");
    assertThat(objects.get(1).get("as_expected").booleanValue()).isFalse();
  }

  @Test
  void narrowsToOneEnvironment() {
    assertThat(probes("--env", "spreadsheet_clean", "--format", "json")).isZero();
    assertThat(out.toString().lines())
        .isNotEmpty()
        .allMatch(line -> line.startsWith("{\"environment\":\"spreadsheet_clean\","));
  }

  private void refuses(String message, String... options) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    assertThat(probes(options)).isEqualTo(2);
    assertThat(err.toString().strip()).isEqualTo("plumbline: " + message);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void whatMakesNoSenseIsRefusedInOneLine() throws IOException {
    refuses("format: \"xml\" (expected: one of text, json)", "--format", "xml");
    refuses("file: /no/file (expected: a file that exists)", "--file", "/no/file");
    refuses(
        "mine.jsonl:2: strict: 2.0 (expected: a value in [0, 1] of at most 3 places)",
        "--file",
        file(TASK, PROBE.replace("0.725", "2")));
    refuses(
        "env: \"doc_revision\" (expected: an environment with probes)",
        "--env",
        "doc_revision",
        "--file",
        file(TASK, PROBE));
    refuses(
        "task: spreadsheet_clean/probes/two of one_row: gold: 0 records (expected: a header and at"
            + " least one row)",
        "--file",
        file(TASK.replaceAll("Item,Revenue.na,1.nb,2.n", ""), PROBE));
  }
}
