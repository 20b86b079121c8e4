package io.plumbline.benchmarks.graders;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The committed figures: by JDK, whose compilers differ, by processor, whose memory and branches
 * do, and by case. Ratios, because times are a machine's own.
 */
final class Baseline {
  private static final JsonMapper JSON = new JsonMapper();
  private static final double SLOWER = 1.25;

  /** From one processor to another ratios differ, some by 70 %. */
  private static final double SLOWER_ELSEWHERE = 2;

  private final Path file;
  private final String jdk;
  private final String processor;

  /** By JDK and processor. */
  private final Map<String, Map<String, Map<String, Figure>>> jdks;

  private Baseline(
      Path file, String jdk, String processor, Map<String, Map<String, Map<String, Figure>>> jdks) {
    this.file = file;
    this.jdk = jdk;
    this.processor = processor;
    this.jdks = jdks;
  }

  /** As it is to be read on this JDK and processor; an empty one if there is no such file. */
  static Baseline read(Path file, String jdk, String processor) throws IOException {
    Map<String, Map<String, Map<String, Figure>>> jdks = new TreeMap<>();
    if (Files.exists(file)) {
      try {
        for (Map.Entry<String, JsonNode> each :
            JSON.readTree(Files.readString(file)).properties()) {
          Map<String, Map<String, Figure>> processors = new TreeMap<>();
          for (Map.Entry<String, JsonNode> one : each.getValue().properties()) {
            processors.put(one.getKey(), figures(one.getValue()));
          }
          jdks.put(each.getKey(), processors);
        }
      } catch (JacksonException | IllegalArgumentException e) {
        throw new IOException(file + ": " + e.getMessage(), e);
      }
    }
    return new Baseline(file, jdk, processor, jdks);
  }

  private static Map<String, Figure> figures(JsonNode cases) {
    Map<String, Figure> figures = new TreeMap<>();
    for (Map.Entry<String, JsonNode> each : cases.properties()) {
      JsonNode figure = each.getValue();
      figures.put(
          each.getKey(),
          new Figure(figure.path("ratio").asDouble(0), figure.path("bytes").asDouble(-1)));
    }
    return figures;
  }

  /** Whether there is anything to hold this JDK to. */
  boolean hasJdk() {
    return !processors().isEmpty();
  }

  /** Whether this processor was recorded; if not, twice the most of any other is let pass. */
  boolean hasProcessor() {
    return processors().containsKey(processor);
  }

  private Map<String, Map<String, Figure>> processors() {
    return jdks.getOrDefault(jdk, Map.of());
  }

  /** Replaces what there is of this JDK and processor. */
  void write(Map<String, Figure> figures) throws IOException {
    jdks.computeIfAbsent(jdk, name -> new TreeMap<>()).put(processor, figures);
    ObjectNode root = JSON.createObjectNode();
    jdks.forEach(
        (name, processors) -> {
          ObjectNode node = root.putObject(name);
          processors.forEach((one, cases) -> write(node.putObject(one), cases));
        });
    Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n");
  }

  private static void write(ObjectNode node, Map<String, Figure> cases) {
    cases.forEach(
        (label, figure) ->
            node.putObject(label)
                .put("ratio", Math.round(figure.ratio() * 1e4) / 1e4)
                .put("bytes", Math.round(figure.bytes())));
  }

  /** What is worse than the baseline allows, or is not in it, in words. */
  List<String> complaints(String label, Figure figure) {
    Figure expected =
        hasProcessor() ? processors().getOrDefault(processor, Map.of()).get(label) : largest(label);
    if (expected == null) {
      return List.of(label + ": not in the baseline (expected: recorded with --record)");
    }
    List<String> complaints = new ArrayList<>();
    figure
        .worseThan(expected, hasProcessor() ? SLOWER : SLOWER_ELSEWHERE)
        .forEach(words -> complaints.add(label + ": " + words));
    return complaints;
  }

  private @Nullable Figure largest(String label) {
    return processors().values().stream()
        .map(cases -> cases.get(label))
        .filter(Objects::nonNull)
        .reduce(Figure::larger)
        .orElse(null);
  }
}
