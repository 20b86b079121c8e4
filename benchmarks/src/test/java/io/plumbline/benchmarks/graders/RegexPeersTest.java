package io.plumbline.benchmarks.graders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.plumbline.graders.revision.DocRevision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The floors do the work that the graders do: they give the same values. */
class RegexPeersTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Path ROOT = Path.of(System.getProperty("plumbline.root", ".."));
  private static final Path OWN = ROOT.resolve("graders/src/test/resources/io/plumbline/graders");

  @Test
  void giveWhatTheRulesInPythonGive() throws IOException {
    assertEqualValues(OWN.resolve("revision/vectors.jsonl"));
    assertEqualValues(OWN.resolve("citation/vectors.jsonl"));
  }

  @Test
  void giveWhatCollabEvalGives() throws IOException {
    Path file = ROOT.resolve("../shared/collab-eval/parity_vectors.jsonl");
    assumeTrue(Files.exists(file), "collab-eval's vectors are not beside this checkout");
    assertEqualValues(file);
  }

  private static void assertEqualValues(Path file) throws IOException {
    int compared = 0;
    for (String line : Files.readAllLines(file)) {
      JsonNode vector = JSON.readTree(line);
      JsonNode scores = vector.get("scores");
      if (scores.has("over_editing")) {
        assertThat(revision(vector))
            .as(line)
            .containsExactly(value(scores, "instruction_following"), value(scores, "over_editing"));
        compared++;
      } else if (scores.has("argument_preservation")) {
        assertThat(citation(vector))
            .as(line)
            .containsExactly(
                value(scores, "citation_present"), value(scores, "argument_preservation"));
        compared++;
      }
    }
    assertThat(compared).isPositive();
  }

  private static List<Double> revision(JsonNode vector) {
    JsonNode input = vector.get("input");
    int words =
        input == null ? DocRevision.DEFAULT_INPUT_WORDS : RegexRevision.words(input.asString());
    return new RegexRevision(words).grade(vector.get("output").asString());
  }

  private static List<Double> citation(JsonNode vector) {
    List<String> anchors = new ArrayList<>();
    vector.get("anchor_phrases").forEach(anchor -> anchors.add(anchor.asString()));
    int required = vector.get("required_citations").asInt();
    return new RegexCitation(required, anchors).grade(vector.get("output").asString());
  }

  private static double value(JsonNode scores, String dimension) {
    return scores.get(dimension).asDouble();
  }
}
