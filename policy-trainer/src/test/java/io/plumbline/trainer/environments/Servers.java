package io.plumbline.trainer.environments;

import io.plumbline.graders.DimensionSpec;
import io.plumbline.graders.Environment;
import io.plumbline.graders.Grade;
import io.plumbline.graders.Grader;
import io.plumbline.graders.Profile;
import io.plumbline.graders.Rubric;
import io.plumbline.graders.citation.CitationGround;
import io.plumbline.graders.spreadsheet.SpreadsheetClean;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.graders.tasks.TaskSplit;
import io.plumbline.server.HandleKey;
import io.plumbline.server.ServerConfig;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** What the tests serve. */
final class Servers {
  static final TaskCatalogue CATALOGUE = TaskCatalogue.bundled("");
  static final Terms TERMS = new Terms("strict", "pessimistic", 1000);

  private Servers() {}

  /** The real graders. */
  static ServerConfig config(int key) {
    return config(key, CATALOGUE, new SpreadsheetClean());
  }

  static ServerConfig config(int key, TaskCatalogue catalogue, Environment spreadsheets) {
    byte[] bytes = new byte[HandleKey.MIN_BYTES];
    Arrays.fill(bytes, (byte) key);
    return new ServerConfig(
        List.of(spreadsheets, new CitationGround()),
        catalogue,
        List.of(new HandleKey(bytes)),
        Duration.ofHours(1),
        "test");
  }

  static String freeName() {
    return UUID.randomUUID().toString();
  }

  static String gold(String taskId) {
    return CATALOGUE.find(taskId).orElseThrow().reference().gold();
  }

  /** Spreadsheet tasks under rubrics and a grader of a test's own. */
  record Rigged(List<Rubric> rubrics, UnaryOperator<Grader> rig) implements Environment {

    /** The real grader, with something done first. */
    static Rigged before(Runnable deed) {
      return new Rigged(
          new SpreadsheetClean().rubrics(),
          real ->
              new Grader() {
                @Override
                public Grade grade(String output) {
                  deed.run();
                  return real.grade(output);
                }

                @Override
                public List<String> evidence(String output) {
                  return real.evidence(output);
                }
              });
    }

    /** One dimension that always breaks, under this grader version. */
    static Rigged broken(String version) {
      Rubric rubric =
          new Rubric(
              Profile.STRICT, version, List.of(new DimensionSpec("only", 1, "rigged")), List.of());
      return new Rigged(
          List.of(rubric),
          real ->
              new Grader() {
                @Override
                public Grade grade(String output) {
                  throw new IllegalStateException("broken on purpose");
                }

                @Override
                public List<String> evidence(String output) {
                  return List.of();
                }
              });
    }

    @Override
    public String name() {
      return new SpreadsheetClean().name();
    }

    @Override
    public String description() {
      return "rigged";
    }

    @Override
    public List<TaskSplit> splits(String heldOutSalt) {
      return new SpreadsheetClean().splits(heldOutSalt);
    }

    @Override
    public Grader grader(Task task, Profile profile) {
      return rig.apply(new SpreadsheetClean().grader(task, profile));
    }
  }
}
