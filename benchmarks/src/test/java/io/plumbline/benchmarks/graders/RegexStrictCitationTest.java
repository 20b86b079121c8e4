package io.plumbline.benchmarks.graders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.plumbline.benchmarks.fuzz.TaskOutputs;
import io.plumbline.graders.DimensionGrade;
import io.plumbline.graders.FlagSpec;
import io.plumbline.graders.Grade;
import io.plumbline.graders.Profile;
import io.plumbline.graders.citation.CitationGround;
import io.plumbline.graders.tasks.CitationReference;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.graders.tasks.files.TaskFile;
import io.plumbline.graders.tasks.files.TaskFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The floor of strict citations does all that the grader does: it gives the same values. */
@Tag("once")
class RegexStrictCitationTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Path CASES =
      Path.of(System.getProperty("plumbline.root", ".."))
          .resolve("graders/src/test/resources/io/plumbline/graders/citation");
  private static final int TASKS = 12;
  private static final int OUTPUTS = 50;

  /** What a fuzzer that knows no claims seldom says of them. */
  private static final List<String> WORDS =
      List.of(
          " not",
          " not only",
          " no doubt",
          " may not",
          " proves",
          " false",
          " never",
          "?",
          "~~",
          " perhaps",
          " on limited evidence",
          " not conclusive",
          "\n# ",
          "\n- ",
          "\n\n",
          " [Source A]",
          " [1, 2]",
          " (Source B; C)",
          " [[1]]",
          " (2, )",
          " 12",
          " Bo",
          " \"",
          "`",
          " All of the above is untrue.",
          " <!-- ",
          " -->",
          " that",
          "```\n",
          ".\" ",
          ":\n* ");

  @Test
  void gradesTheSampleAsTheGraderDoes() {
    Task task = TaskCatalogue.bundled("").splits("citation_ground").get(0).task(0);
    for (int chars : new int[] {1_000, 10_000}) {
      assertSameGrade(task, List.of(Sample.CITATION.output(chars)));
    }
    assertSameGrade(task, List.of(task.input(), task.reference().gold(), ""));
  }

  @Test
  void gradesEveryCaseOfTheStrictRulesAsTheGraderDoes() throws IOException, TaskFileException {
    List<String> briefs = Files.readAllLines(CASES.resolve("briefs.jsonl"));
    Task ferry = TaskFile.task(briefs.get(0), "briefs.jsonl", "t", 0);
    Task weir = TaskFile.task(briefs.get(1), "briefs.jsonl", "t", 1);
    List<String> cases = Files.readAllLines(CASES.resolve("strict.jsonl"));
    for (String each : cases) {
      JsonNode line = JSON.readTree(each);
      Task task = line.path("brief").asString("").equals("weir") ? weir : ferry;
      assertSameGrade(task, List.of(line.get("output").asString()));
    }
    assertThat(cases.size()).isGreaterThan(500);
  }

  @Test
  void gradesGeneratedTasksAsTheGraderDoesWhateverIsDoneToTheirTexts() {
    TaskOutputs outputs = new TaskOutputs("citation_ground");
    for (Task task : outputs.tasks(TASKS)) {
      assertSameGrade(task, outputs.of(task, OUTPUTS));
    }
  }

  @Test
  void gradesGoldsAsTheGraderDoesWhateverStandsBetweenTheirWords() {
    for (Task task : new TaskOutputs("citation_ground").tasks(TASKS)) {
      String gold = task.reference().gold().isEmpty() ? task.input() : task.reference().gold();
      int number = 0;
      for (int at = gold.indexOf(' '); at >= 0; at = gold.indexOf(' ', at + 1)) {
        for (int i = 0; i < 2; i++) {
          String word = WORDS.get(number++ % WORDS.size());
          String output = gold.substring(0, at) + word + gold.substring(at);
          assertSameGrade(task, List.of(output, output + "\n\n" + gold));
        }
      }
    }
  }

  @Test
  void gradesTasksWithoutClaimsAsTheGraderDoes() {
    CitationReference anchors =
        new CitationReference("", 2, List.of("Boats passed", "fees did not grow", "the tide"));
    Task task = TaskCatalogue.bundled("").splits("citation_ground").get(0).task(0);
    Task plain = withReference(task, anchors, "Boats passed. It seems that the tide turned.");
    assertSameGrade(
        plain,
        List.of(
            plain.input(),
            "",
            "Boats passed [1]. Fees did not grow [2]; the tide, we hear.",
            "Boats never passed [Source A]. Fees did not grow? (1) \"The tide\" [9]"));
    assertSameGrade(
        withReference(task, new CitationReference("", 0, List.of()), ""), List.of("A."));
  }

  private static Task withReference(Task task, CitationReference reference, String input) {
    return new Task(
        task.id(),
        task.environment(),
        task.split(),
        task.seed(),
        task.difficulty(),
        task.intent(),
        task.constraints(),
        input,
        task.sources(),
        reference,
        task.traits());
  }

  private static void assertSameGrade(Task task, List<String> outputs) {
    RegexStrictCitation floor = new RegexStrictCitation(task);
    var grader = new CitationGround().grader(task, Profile.STRICT);
    for (String output : outputs) {
      Grade grade = grader.grade(output);
      RegexStrictCitation.Result result = floor.grade(output);
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
}
