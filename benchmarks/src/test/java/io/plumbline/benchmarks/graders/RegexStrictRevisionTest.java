package io.plumbline.benchmarks.graders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.plumbline.benchmarks.fuzz.TaskOutputs;
import io.plumbline.graders.DimensionGrade;
import io.plumbline.graders.FlagSpec;
import io.plumbline.graders.Grade;
import io.plumbline.graders.Profile;
import io.plumbline.graders.revision.DocRevision;
import io.plumbline.graders.tasks.Difficulty;
import io.plumbline.graders.tasks.PlantedFault;
import io.plumbline.graders.tasks.RevisionReference;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The floor of strict revisions does all that the grader does: it gives the same values. */
@Tag("once")
class RegexStrictRevisionTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Path CASES =
      Path.of(System.getProperty("plumbline.root", ".."))
          .resolve("graders/src/test/resources/io/plumbline/graders/revision/strict.jsonl");
  private static final int TASKS = 12;
  private static final int OUTPUTS = 50;

  @Test
  void gradesTheSampleAsTheGraderDoes() {
    Task task = TaskCatalogue.bundled("").splits("doc_revision").get(0).task(0);
    for (int chars : new int[] {1_000, 10_000}) {
      assertSameGrade(task, List.of(Sample.REVISION.output(chars)));
    }
    assertSameGrade(task, List.of(task.input(), task.reference().gold(), ""));
  }

  @Test
  void gradesEveryCaseOfTheStrictRulesAsTheGraderDoes() throws IOException {
    List<JsonNode> lines = Files.readAllLines(CASES).stream().map(JSON::readTree).toList();
    JsonNode usual = lines.get(0).get("usual");
    for (JsonNode line : lines.subList(1, lines.size())) {
      assertSameGrade(task(line, usual), List.of(line.get("output").asString()));
    }
    assertThat(lines.size()).isGreaterThan(500);
  }

  @Test
  void gradesGeneratedTasksAsTheGraderDoesWhateverIsDoneToTheirTexts() {
    TaskOutputs outputs = new TaskOutputs("doc_revision");
    for (Task task : outputs.tasks(TASKS)) {
      assertSameGrade(task, outputs.of(task, OUTPUTS));
    }
  }

  private static void assertSameGrade(Task task, List<String> outputs) {
    RevisionReference reference = (RevisionReference) task.reference();
    RegexStrictRevision floor = new RegexStrictRevision(task.input(), reference);
    var grader = new DocRevision().grader(task, Profile.STRICT);
    for (String output : outputs) {
      Grade grade = grader.grade(output);
      RegexStrictRevision.Result result = floor.grade(output);
      String about = task.id() + ": " + output;
      assertThat(result.flags())
          .as(about)
          .isEqualTo(grade.flags().stream().map(FlagSpec::name).toList());
      for (int i = 0; i < grade.dimensions().size(); i++) {
        DimensionGrade dimension = grade.dimensions().get(i);
        assertThat(result.dimensions().get(i))
            .as("%s of %s", dimension.spec().name(), about)
            .isCloseTo(dimension.value(), within(1e-9));
      }
    }
  }

  private static Task task(JsonNode line, JsonNode usual) {
    List<PlantedFault> faults = new ArrayList<>();
    of(line, usual, "faults").forEach(fault -> faults.add(fault(fault)));
    return new Task(
        "doc_revision/t/" + line.get("why").asString(),
        "doc_revision",
        "t",
        0,
        Difficulty.EASY,
        "",
        List.of(),
        of(line, usual, "input").asString(),
        List.of(),
        new RevisionReference(of(line, usual, "gold_or_reference_output").asString(), faults),
        List.of());
  }

  private static JsonNode of(JsonNode line, JsonNode usual, String field) {
    return line.has(field) ? line.get(field) : usual.get(field);
  }

  private static PlantedFault fault(JsonNode fault) {
    String repaired = fault.get("repaired").asString();
    String planted = fault.path("planted").asString(repaired);
    return switch (fault.get("kind").asString()) {
      case "lead" -> new PlantedFault.Lead(repaired);
      case "passive" -> new PlantedFault.Passive(planted, repaired);
      case "filler" -> new PlantedFault.Filler(planted, repaired, fault.get("filler").asString());
      default ->
          new PlantedFault.Figure(
              planted, repaired, fault.get("wrong").asString(), fault.get("right").asString());
    };
  }
}
