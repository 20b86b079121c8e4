package io.plumbline.benchmarks.graders;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The committed figures: by JDK, whose compilers differ, and by case. Ratios, because times are a
 * machine's own.
 */
final class Baseline {
  private static final JsonMapper JSON = new JsonMapper();

  private final Path file;
  private final Map<String, Map<String, Figure>> jdks;

  private Baseline(Path file, Map<String, Map<String, Figure>> jdks) {
    this.file = file;
    this.jdks = jdks;
  }

  /** An empty one if there is no such file. */
  static Baseline read(Path file) throws IOException {
    Map<String, Map<String, Figure>> jdks = new TreeMap<>();
    if (Files.exists(file)) {
      try {
        for (Map.Entry<String, JsonNode> jdk : JSON.readTree(Files.readString(file)).properties()) {
          Map<String, Figure> cases = new TreeMap<>();
          for (Map.Entry<String, JsonNode> each : jdk.getValue().properties()) {
            JsonNode figure = each.getValue();
            cases.put(
                each.getKey(),
                new Figure(figure.path("ratio").asDouble(0), figure.path("bytes").asDouble(-1)));
          }
          jdks.put(jdk.getKey(), cases);
        }
      } catch (JacksonException | IllegalArgumentException e) {
        throw new IOException(file + ": " + e.getMessage(), e);
      }
    }
    return new Baseline(file, jdks);
  }

  boolean has(String jdk) {
    return jdks.containsKey(jdk);
  }

  /** Replaces what there is of this JDK. */
  void write(String jdk, Map<String, Figure> figures) throws IOException {
    jdks.put(jdk, figures);
    ObjectNode root = JSON.createObjectNode();
    jdks.forEach(
        (name, cases) -> {
          ObjectNode node = root.putObject(name);
          cases.forEach(
              (label, figure) ->
                  node.putObject(label)
                      .put("ratio", Math.round(figure.ratio() * 1e4) / 1e4)
                      .put("bytes", Math.round(figure.bytes())));
        });
    Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n");
  }

  /** What is worse than the baseline of this JDK, or is not in it, in words. */
  List<String> complaints(String jdk, String label, Figure figure) {
    Figure expected = jdks.getOrDefault(jdk, Map.of()).get(label);
    if (expected == null) {
      return List.of(label + ": not in the baseline (expected: recorded with --record)");
    }
    List<String> complaints = new ArrayList<>();
    figure.worseThan(expected).forEach(words -> complaints.add(label + ": " + words));
    return complaints;
  }
}
