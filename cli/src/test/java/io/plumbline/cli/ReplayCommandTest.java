package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReplayCommandTest {
  private static final Path TASKS =
      Path.of(System.getProperty("plumbline.root", "."), "../shared/collab-eval/tasks");

  @TempDir Path scratch;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(Path tasks, Path json) {
    return Main.run(
        new PrintWriter(out),
        new PrintWriter(err),
        Map.of(),
        "experiment",
        "replay",
        "--tasks=" + tasks,
        "--out=" + json);
  }

  private static double figure(JsonNode set, String policy, int budget, String path) {
    return set.path("measured")
        .valueStream()
        .filter(each -> each.path("policy").asString().equals(policy))
        .filter(each -> each.path("max_tokens").asInt() == budget)
        .findFirst()
        .orElseThrow()
        .at(path)
        .doubleValue();
  }

  /** Of DESIGN.md 5.4, reckoned there apart from this. */
  @Test
  void theBudgetIsSufficientForThePublishedLine() throws IOException {
    assumeTrue(ReplayCommand.isPossible(TASKS), "collab-eval's task files are not beside this");
    Path json = scratch.resolve("replay.json");
    assertThat(run(TASKS, json)).as("%s", err).isZero();
    JsonNode sets = new JsonMapper().readTree(Files.readString(json)).path("sets");
    JsonNode stress = sets.path(0);
    String rows = "/reference/data_preservation";
    assertThat(figure(stress, "gold", 512, rows)).isEqualTo(0.25);
    assertThat(figure(stress, "gold", 768, rows)).isEqualTo(1);
    assertThat(figure(stress, "gold", 1024, "/truncated")).isZero();
    assertThat(figure(stress, "copy", 512, rows)).isLessThan(0.25);
    assertThat(stress.at("/published/data_preservation/SFT v2").doubleValue()).isEqualTo(0.25);
    JsonNode regular = sets.path(1);
    assertThat(figure(regular, "gold", 512, rows)).isEqualTo(0.975);
    assertThat(figure(regular, "gold", 512, "/reference/composite")).isCloseTo(0.991, within(5e-4));
    assertThat(out.toString())
        .contains("gold within  512 tokens: data_preservation 0.2500")
        .contains("the models were not run again");
  }

  @Test
  void withoutTheTasksItSaysWhatItLooksFor() {
    assertThat(run(scratch, scratch.resolve("replay.json"))).isEqualTo(2);
    assertThat(err.toString())
        .isEqualTo(
            "plumbline: tasks: "
                + scratch.resolve("stress_heldout_seed300.jsonl")
                + ": does not exist (expected: collab-eval's task files)\n");
  }
}
