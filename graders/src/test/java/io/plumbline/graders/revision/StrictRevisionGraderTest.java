package io.plumbline.graders.revision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.plumbline.graders.DimensionGrade;
import io.plumbline.graders.DimensionStatus;
import io.plumbline.graders.FlagSpec;
import io.plumbline.graders.Grade;
import io.plumbline.graders.Grader;
import io.plumbline.graders.Profile;
import io.plumbline.graders.tasks.Difficulty;
import io.plumbline.graders.tasks.PlantedFault;
import io.plumbline.graders.tasks.RevisionReference;
import io.plumbline.graders.tasks.Task;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The cases of strict.jsonl, which {@code graders/tools/revision_cases.py} reckons. */
class StrictRevisionGraderTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final List<JsonNode> LINES = lines();
  private static final JsonNode USUAL = LINES.get(0).get("usual");

  private static List<JsonNode> lines() {
    try (InputStream in = StrictRevisionGraderTest.class.getResourceAsStream("strict.jsonl")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().map(MAPPER::readTree).toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static Stream<JsonNode> cases() {
    return LINES.stream().skip(1);
  }

  private static Grader grader(JsonNode line) {
    List<PlantedFault> faults = new ArrayList<>();
    of(line, "faults").forEach(fault -> faults.add(fault(fault)));
    String gold = of(line, "gold_or_reference_output").stringValue();
    Task task =
        new Task(
            "doc_revision/t/a",
            "doc_revision",
            "t",
            0,
            Difficulty.EASY,
            "",
            List.of(),
            of(line, "input").stringValue(),
            List.of(),
            new RevisionReference(gold, faults),
            List.of());
    return new DocRevision().grader(task, Profile.STRICT);
  }

  private static JsonNode of(JsonNode line, String field) {
    return line.has(field) ? line.get(field) : USUAL.get(field);
  }

  private static PlantedFault fault(JsonNode fault) {
    String repaired = fault.get("repaired").stringValue();
    String planted = fault.path("planted").asString(repaired);
    return switch (fault.get("kind").stringValue()) {
      case "lead" -> new PlantedFault.Lead(repaired);
      case "passive" -> new PlantedFault.Passive(planted, repaired);
      case "filler" ->
          new PlantedFault.Filler(planted, repaired, fault.get("filler").stringValue());
      default ->
          new PlantedFault.Figure(
              planted,
              repaired,
              fault.get("wrong").stringValue(),
              fault.get("right").stringValue());
    };
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gradesByItsFormulas(JsonNode line) {
    Grader grader = grader(line);
    String output = line.get("output").stringValue();
    agrees(line, grader.grade(output));
    // What was graded before leaves no trace.
    String input = of(line, "input").stringValue();
    grader.grade(input + " Not 7 \u200bwas seen");
    grader.grade(input.replaceAll("[0-9]+", "7"));
    agrees(line, grader.grade(output));
  }

  private static void agrees(JsonNode line, Grade grade) {
    JsonNode scores = line.get("scores");
    assertThat(grade.dimensions()).hasSize(scores.size());
    for (int i = 0; i < scores.size(); i++) {
      DimensionGrade dimension = grade.dimensions().get(i);
      boolean assessed = dimension.status() == DimensionStatus.ASSESSED;
      assertThat(assessed).as(dimension.spec().name()).isEqualTo(!scores.get(i).isNull());
      assertThat(dimension.value())
          .as("%s of %s", dimension.spec().name(), line)
          .isCloseTo(assessed ? scores.get(i).doubleValue() : dimension.value(), within(1e-9));
    }
    List<String> flags = new ArrayList<>();
    line.get("flags").forEach(flag -> flags.add(flag.stringValue()));
    assertThat(grade.flags()).as("%s", line).extracting(FlagSpec::name).isEqualTo(flags);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void saysWhatItTakesOff(JsonNode line) {
    List<String> evidence = grader(line).evidence(line.get("output").stringValue());
    boolean perfect = line.get("flags").isEmpty();
    for (JsonNode score : line.get("scores")) {
      perfect &= score.isNull() || score.doubleValue() == 1;
    }
    assertThat(evidence.isEmpty()).as("%s: %s", line, evidence).isEqualTo(perfect);
    if (line.has("evidence")) {
      List<String> expected = new ArrayList<>();
      line.get("evidence").forEach(words -> expected.add(words.stringValue()));
      assertThat(evidence).as("%s", line).containsExactlyElementsOf(expected);
    }
  }
}
