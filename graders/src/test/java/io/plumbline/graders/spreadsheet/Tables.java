package io.plumbline.graders.spreadsheet;

import io.plumbline.graders.DimensionGrade;
import io.plumbline.graders.Grade;
import io.plumbline.graders.tasks.Difficulty;
import io.plumbline.graders.tasks.TableReference;
import io.plumbline.graders.tasks.Task;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the tests of this package share: tasks, files, and grades as maps. */
final class Tables {
  private static final JsonMapper JSON = new JsonMapper();

  static final String GOLD =
      """
      Month,Sales,Costs,Staff,Remarks
      Jan 2031,1200,800,12,opened the second kiosk
      Feb 2031,1350,910,12,
      Mar 2031,1800,1004,14,"rain, then sun"
      Apr 2031,950,700,13,closed for repairs
      """;

  private Tables() {}

  static TableReference kiosk(String gold) {
    return new TableReference(
        gold,
        4,
        List.of("Month", "Sales", "Costs", "Staff", "Remarks"),
        List.of("Month"),
        List.of("Sales", "Costs"),
        TableReference.MILLIONS);
  }

  static Task task(TableReference reference, String input) {
    return new Task(
        "spreadsheet_clean/test/0",
        "spreadsheet_clean",
        "test",
        0,
        Difficulty.EASY,
        "Clean the table.",
        List.of(),
        input,
        List.of(),
        reference,
        List.of());
  }

  /** collab-eval's files, beside the checkout. */
  static Path shared(String file) {
    return Path.of(System.getProperty("plumbline.root", "."), "../shared/collab-eval", file);
  }

  static Stream<JsonNode> resource(String name) throws IOException {
    try (InputStream in = Tables.class.getResourceAsStream(name)) {
      return lines(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  static Stream<JsonNode> lines(String jsonl) {
    return jsonl.lines().map(JSON::readTree).toList().stream();
  }

  static List<String> strings(JsonNode vector, String field, List<String> otherwise) {
    if (!vector.has(field)) {
      return otherwise;
    }
    List<String> values = new ArrayList<>();
    vector.get(field).forEach(value -> values.add(value.stringValue()));
    return values;
  }

  static Map<String, Double> scores(Grade grade) {
    Map<String, Double> scores = new LinkedHashMap<>();
    for (DimensionGrade dimension : grade.dimensions()) {
      scores.put(dimension.spec().name(), dimension.value());
    }
    return scores;
  }

  static List<String> flags(Grade grade) {
    return grade.flags().stream().map(flag -> flag.name()).toList();
  }
}
