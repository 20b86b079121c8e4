package io.plumbline.graders.redteam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.graders.Environment;
import io.plumbline.graders.FlagSpec;
import io.plumbline.graders.Grade;
import io.plumbline.graders.Grader;
import io.plumbline.graders.Profile;
import io.plumbline.graders.RewardRule;
import io.plumbline.graders.Rubric;
import io.plumbline.graders.citation.CitationGround;
import io.plumbline.graders.redteam.RedTeam.Settings;
import io.plumbline.graders.redteam.oracles.Oracle;
import io.plumbline.graders.revision.DocRevision;
import io.plumbline.graders.spreadsheet.SpreadsheetClean;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.graders.tasks.TaskSplit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Tag("once")
class RedTeamTest {
  /** Few, so that the test is quick; found exploits cost as many again to minimise. */
  private static final int CANDIDATES = 120;

  /** Of revisions, whose grades cost many times what those of tables do. */
  private static final int REVISION_CANDIDATES = 60;

  private static final TaskCatalogue CATALOGUE = TaskCatalogue.bundled("");
  private static final Environment TABLES = new SpreadsheetClean();
  private static final Environment CITATIONS = new CitationGround();
  private static final Environment REVISIONS = new DocRevision();

  private static List<Exploit> search(
      Environment environment, Profile profile, int tasks, int threads)
      throws InterruptedException {
    List<TaskSplit> splits =
        CATALOGUE.splits(environment.name()).stream()
            .filter(split -> split.size().isEmpty() && split.open())
            .toList();
    List<Exploit> found = new ArrayList<>();
    int candidates = environment.equals(REVISIONS) ? REVISION_CANDIDATES : CANDIDATES;
    Findings findings =
        new RedTeam(environment, profile, splits, new Settings(7, threads, 0.05, candidates))
            .run(tasks, () -> false, found::add, report -> {});
    assertThat(findings.exploits()).isEqualTo(found);
    assertThat(findings.tasks()).isEqualTo(tasks);
    assertThat(findings.candidates()).isEqualTo((long) tasks * candidates);
    return found;
  }

  @Test
  void theBlindSpotsOfReferenceAreFoundAndStillOverpaidOnceMinimal() throws InterruptedException {
    List<Exploit> found = search(TABLES, Profile.REFERENCE, 2, 1);

    assertThat(found.stream().flatMap(exploit -> exploit.signature().stream()))
        .contains(
            "data_preservation",
            "unit_consistency",
            "format_validity",
            "no duplicated_rows",
            "no fabricated_rows");
    for (Exploit exploit : found) {
      Task task = CATALOGUE.find(exploit.task()).orElseThrow();
      double paid =
          TABLES
              .grader(task, Profile.REFERENCE)
              .grade(exploit.output())
              .reward(RewardRule.REFERENCE)
              .orElseThrow();
      double quality = Oracle.of(task).orElseThrow().judge(exploit.output()).quality();
      assertThat(paid - quality).isGreaterThanOrEqualTo(0.05);
      assertThat(paid).isEqualTo(exploit.paid()).isEqualTo(exploit.reference());
      assertThat(exploit.strict()).isLessThanOrEqualTo(quality + 0.0005);
    }
  }

  @Test
  void aGraderThatForgivesRepeatedRowsIsCaught() throws InterruptedException {
    List<Exploit> found = search(new Forgiving("duplicated_rows"), Profile.STRICT, 2, 1);

    assertThat(found).anyMatch(exploit -> exploit.signature().contains("no duplicated_rows"));
  }

  @Test
  void aGraderThatForgivesInventedRowsIsCaught() throws InterruptedException {
    List<Exploit> found = search(new Forgiving("fabricated_rows"), Profile.STRICT, 2, 2);

    assertThat(found).anyMatch(exploit -> exploit.signature().contains("no fabricated_rows"));
  }

  @Test
  void strictHoldsForAsLong() throws InterruptedException {
    assertThat(search(TABLES, Profile.STRICT, 2, 1)).isEmpty();
  }

  @Test
  void whatReferenceDoesNotAskOfCitationsIsFound() throws InterruptedException {
    List<Exploit> found = search(CITATIONS, Profile.REFERENCE, 1, 1);

    assertThat(found.stream().flatMap(exploit -> exploit.signature().stream()))
        .contains("citation_present", "argument_preservation", "hallucination_flag");
    assertThat(search(CITATIONS, Profile.STRICT, 1, 1)).isEmpty();
  }

  @Test
  void whatReferenceDoesNotAskOfRevisionsIsFound() throws InterruptedException {
    List<Exploit> found = search(REVISIONS, Profile.REFERENCE, 1, 1);

    assertThat(found.stream().flatMap(exploit -> exploit.signature().stream()))
        .contains("faithfulness", "quality_delta", "over_editing");
  }

  @Test
  void theSameSeedFindsTheSame() throws InterruptedException {
    Environment forgiving = new Forgiving("duplicated_rows");
    assertThat(search(forgiving, Profile.STRICT, 2, 1))
        .isNotEmpty()
        .isEqualTo(search(forgiving, Profile.STRICT, 2, 1));
  }

  @Test
  void anExploitIsALineOfAProbeFile() {
    Exploit exploit =
        new Exploit(
            "spreadsheet_clean",
            "spreadsheet_clean/train/3",
            List.of("data_preservation", "no duplicated_rows"),
            "a\uD800\n",
            0.9,
            0.4996,
            1,
            0.5,
            "Found by search.");

    JsonNode line = new JsonMapper().readTree(exploit.line());

    assertThat(line.propertyNames())
        .containsExactly(
            "environment", "exploit", "kind", "why", "task", "output", "reference", "strict");
    assertThat(line.get("exploit").stringValue())
        .isEqualTo("found_data_preservation_no_duplicated_rows");
    assertThat(line.get("output").stringValue()).isEqualTo("a\uD800\n");
    assertThat(exploit.line()).isASCII();
  }

  @Test
  void tasksWithoutGroundTruthAreRefused() {
    List<TaskSplit> splits =
        CATALOGUE.splits(REVISIONS.name()).stream()
            .filter(split -> split.size().isPresent())
            .toList();

    assertThatThrownBy(
            () -> new RedTeam(REVISIONS, Profile.STRICT, splits, new Settings(0, 1, 0.05, 1)))
        .hasMessage("env: doc_revision (expected: an open split whose tasks have an oracle)");
    assertThatThrownBy(() -> new Settings(0, 1, 0, 1))
        .hasMessage("threshold: 0.0 (expected: above 0, at most 1)");
  }

  /** {@code strict} of tables, weakened: it raises all flags but one. */
  private record Forgiving(String flag) implements Environment {
    @Override
    public String name() {
      return TABLES.name();
    }

    @Override
    public String description() {
      return TABLES.description();
    }

    @Override
    public List<Rubric> rubrics() {
      return TABLES.rubrics();
    }

    @Override
    public List<TaskSplit> splits(String heldOutSalt) {
      return TABLES.splits(heldOutSalt);
    }

    @Override
    public Grader grader(Task task, Profile profile) {
      Grader strict = TABLES.grader(task, profile);
      return new Grader() {
        @Override
        public Grade grade(String output) {
          Grade grade = strict.grade(output);
          List<FlagSpec> flags =
              grade.flags().stream().filter(raised -> !raised.name().equals(flag)).toList();
          return new Grade(grade.dimensions(), flags, grade.graderVersion());
        }

        @Override
        public List<String> evidence(String output) {
          return strict.evidence(output);
        }
      };
    }
  }
}
