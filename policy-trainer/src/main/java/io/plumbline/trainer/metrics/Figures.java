package io.plumbline.trainer.metrics;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The figures of a line of {@code metrics.jsonl}. */
public final class Figures {
  /** What places a line rather than being measured. */
  private static final Set<String> PLACES = Set.of("update", "time");

  /** A list, of which the number counts. */
  private static final String ALARMS = "alarms";

  private Figures() {}

  /**
   * A line's numbers in their order: those of objects within it as {@code object/name}, and how
   * many {@code alarms} there are. Other lists are left out.
   *
   * @param line an object
   */
  public static Map<String, Double> of(JsonNode line) {
    Map<String, Double> figures = new LinkedHashMap<>();
    line.propertyStream()
        .filter(field -> !PLACES.contains(field.getKey()))
        .forEach(field -> collect(field.getKey(), field.getValue(), figures));
    return Collections.unmodifiableMap(figures);
  }

  private static void collect(String name, JsonNode value, Map<String, Double> figures) {
    if (value.isNumber()) {
      figures.put(name, value.doubleValue());
    } else if (value.isObject()) {
      value
          .propertyStream()
          .forEach(field -> collect(name + "/" + field.getKey(), field.getValue(), figures));
    } else if (name.equals(ALARMS)) {
      figures.put(name, (double) value.size());
    }
  }
}
