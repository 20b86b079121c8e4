package io.plumbline.graders.tasks.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.plumbline.graders.tasks.CitationClaim;
import io.plumbline.graders.tasks.CitationReference;
import io.plumbline.graders.tasks.Difficulty;
import io.plumbline.graders.tasks.TableReference;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskSplit;
import io.plumbline.graders.tasks.citation.CitationSplits;
import io.plumbline.graders.tasks.spreadsheet.SpreadsheetSplits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TaskFileTest {
  private static final String MINIMAL =
      "{\"case_id\": \"a\", \"task_type\": \"spreadsheet_clean\", \"input\": \"Quarter\","
          + " \"expected_metadata\": {\"expected_row_count\": 0}}";

  @TempDir Path folder;

  @Test
  void whatIsWrittenIsReadAsTheSameTask() throws IOException {
    List<Task> tasks = new ArrayList<>(BundledTasksTest.tasks());
    for (TaskSplit split : CitationSplits.all("salt")) {
      for (long seed = 0; seed < 20; seed++) {
        tasks.add(split.task(seed));
      }
    }
    for (TaskSplit split : SpreadsheetSplits.all("salt")) {
      for (long seed = 0; seed < 100; seed++) {
        tasks.add(split.task(seed));
      }
    }
    for (Task task : tasks) {
      String line = TaskFile.line(task);
      assertThat(line).doesNotContain("\n");
      Task read = read(line + "\n").task(0);
      assertThat(read.contentHash()).as(task.id()).isEqualTo(task.contentHash());
      assertThat(read.reference()).isEqualTo(task.reference());
      assertThat(read.difficulty()).isEqualTo(task.difficulty());
      assertThat(read.traits()).isEqualTo(task.traits());
      assertThat(TaskFile.line(read)).isEqualTo(TaskFile.line(read(TaskFile.line(read)).task(0)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "spreadsheet_heldout_seed200, 80",
    "spreadsheet_train_seed100, 240",
    "stress_heldout_seed300, 40",
    "stress_train_seed400, 80"
  })
  void collabEvalsFilesRunAsTheyAre(String name, int count) throws IOException {
    Path tasks = Path.of(System.getProperty("plumbline.root", "."), "../shared/collab-eval/tasks");
    Path file = tasks.resolve(name + ".jsonl");
    assumeTrue(Files.exists(file), "collab-eval's task files are not beside this checkout");
    TaskSplit split = TaskFile.read(file);
    assertThat(split.environment()).isEqualTo("spreadsheet_clean");
    assertThat(split.name()).isEqualTo(name);
    assertThat(split.open()).isFalse();
    assertThat(split.size()).hasValue(count);
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < count; i++) {
      JsonNode line = new JsonMapper().readTree(lines.get(i));
      Task task = split.task(i);
      assertThat(task.id())
          .isEqualTo("spreadsheet_clean/" + name + "/" + line.get("case_id").stringValue());
      assertThat(split.byKey(line.get("case_id").stringValue())).contains(task);
      assertThat(task.input()).isEqualTo(line.get("input").stringValue());
      TableReference reference = (TableReference) task.reference();
      assertThat(reference.gold()).isEqualTo(line.get("gold_or_reference_output").stringValue());
      assertThat(reference.expectedRows())
          .isEqualTo(line.get("expected_metadata").get("expected_row_count").intValue());
      assertThat(reference.keyColumns()).containsExactly("Quarter");
      assertThat(reference.moneyColumns()).containsExactly("Revenue", "OpEx");
      assertThat(reference.forbiddenPattern()).isEqualTo(TableReference.MILLIONS);
      assertThat(task.difficulty().label()).isEqualTo(line.get("difficulty").stringValue());
      assertThat(task.constraints()).hasSize(8);
    }
  }

  @Test
  void aTaskThatSaysLittleGetsTheDefaults() throws IOException {
    Task task = read(MINIMAL).task(0);
    assertThat(task.reference())
        .isEqualTo(
            new TableReference(
                "",
                0,
                TableReference.DEFAULT_COLUMNS,
                TableReference.DEFAULT_KEY,
                TableReference.DEFAULT_MONEY,
                TableReference.MILLIONS));
    assertThat(task.difficulty()).isEqualTo(Difficulty.MEDIUM);
    assertThat(task.sources()).isEmpty();
    assertThat(task.traits()).isEmpty();
    assertThat(task.intent()).isNotEmpty();
    Task citation =
        read("{\"case_id\": \"a\", \"task_type\": \"citation_ground\", \"input\": \"x\"}").task(0);
    assertThat(citation.reference())
        .isEqualTo(
            new CitationReference(
                "", CitationReference.DEFAULT_CITATIONS, CitationReference.DEFAULT_ANCHORS));
  }

  @Test
  void claimsAreReadAndChangeTheHashOfTheTasksThatHaveThem() throws IOException {
    String line =
        "{\"case_id\": \"a\", \"task_type\": \"citation_ground\", \"input\": \"Ice melts.\","
            + " \"sources\": [{\"name\": \"Source A\", \"text\": \"\"}],"
            + " \"expected_metadata\": {\"claims\": %s}}";
    String claim = "{\"anchor\": \"Ice melts\", \"half_supports\": [\"Source A\"]}";
    Task with = read(line.replace("%s", "[" + claim + "]")).task(0);
    assertThat(((CitationReference) with.reference()).claims())
        .containsExactly(new CitationClaim("Ice melts", List.of(), List.of("Source A"), List.of()));
    Task without = read(line.replace("%s", "[]")).task(0);
    assertThat(without.contentHash()).isNotEqualTo(with.contentHash());
    assertThat(without.contentHash())
        .isEqualTo(read(line.replace("%s", "null")).task(0).contentHash());
    assertThat(TaskFile.line(without)).doesNotContain("\"claims\"");
  }

  @Test
  void otherColumnsGetAKeyAndMoneyThatTheyHave() throws IOException {
    String line =
        MINIMAL.replace(
            "\"expected_row_count\": 0",
            "\"expected_row_count\": 0, \"required_columns\": [\"Code\", \"OpEx\"]");
    TableReference reference = (TableReference) read(line).task(0).reference();
    assertThat(reference.keyColumns()).containsExactly("Code");
    assertThat(reference.moneyColumns()).containsExactly("OpEx");
  }

  @Test
  void blankLinesWindowsLineEndsAndAByteOrderMarkAreNoTasks() throws IOException {
    TaskSplit split =
        read("\uFEFF" + MINIMAL + "\r\n\r\n" + MINIMAL.replace("\"a\"", "\"b\"") + "\r\n\n");
    assertThat(split.size()).hasValue(2);
    assertThat(split.task(1).id()).isEqualTo("spreadsheet_clean/t/b");
    assertThat(split.task(3)).isEqualTo(split.task(1));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badFiles")
  void aBadFileIsRefusedWithPlaceFieldAndLimit(String name, String content, String error)
      throws IOException {
    Path file = Files.writeString(folder.resolve("t.jsonl"), content);
    assertThatThrownBy(() -> TaskFile.read(file))
        .as(name)
        .isInstanceOf(TaskFileException.class)
        .hasMessage(error);
  }

  static Stream<String[]> badFiles() throws IOException {
    try (InputStream in = TaskFileTest.class.getResourceAsStream("bad_files.jsonl")) {
      assertThat(in).isNotNull();
      JsonMapper json = new JsonMapper();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(json::readTree)
          .map(
              node ->
                  new String[] {
                    node.get("name").stringValue(),
                    node.get("content").stringValue(),
                    node.get("error").stringValue()
                  });
    }
  }

  @Test
  void textThatIsNotUtf8IsRefusedWithItsLine() throws IOException {
    byte[] latin =
        (MINIMAL + "\n{\"case_id\": \"caf\u00e9\"}").getBytes(StandardCharsets.ISO_8859_1);
    Path file = Files.write(folder.resolve("t.jsonl"), latin);
    assertThatThrownBy(() -> TaskFile.read(file))
        .hasMessage("t.jsonl:2: invalid UTF-8 (expected: UTF-8)");
  }

  @Test
  void anOversizedDocumentIsRefused() throws IOException {
    String line = MINIMAL.replace("\"Quarter\"", "\"" + "x".repeat((1 << 20) + 1) + "\"");
    assertThatThrownBy(() -> read(line))
        .hasMessage("t.jsonl:1: input: 1048577 characters (expected: at most 1048576)");
  }

  @Test
  void aFileThatCannotBeReadIsRefused() throws IOException {
    Path missing = folder.resolve("none.jsonl");
    assertThatThrownBy(() -> TaskFile.read(missing))
        .isInstanceOf(TaskFileException.class)
        .hasMessage("tasks: " + missing + " (expected: a file that exists)");
    assertThatThrownBy(() -> TaskFile.read(folder))
        .hasMessage("tasks: " + folder + " (expected: a file, not a folder)");
    Path nameless = Files.writeString(folder.resolve(".jsonl"), MINIMAL);
    assertThatThrownBy(() -> TaskFile.read(nameless))
        .hasMessage("tasks: " + nameless + " (expected: a file name that can name a split)");
  }

  private TaskSplit read(String content) throws IOException {
    return TaskFile.read(Files.writeString(folder.resolve("t.jsonl"), content));
  }
}
