package io.plumbline.trainer.tensorboard;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** One number of a metrics line. */
record Scalar(String tag, float value) {
  /** What places a line rather than being measured. */
  private static final Set<String> PLACES = Set.of("update", "time");

  /** A list, of which the number counts. */
  private static final String ALARMS = "alarms";

  static List<Scalar> of(JsonNode line) {
    List<Scalar> scalars = new ArrayList<>();
    line.propertyStream()
        .filter(field -> !PLACES.contains(field.getKey()))
        .forEach(field -> collect(field.getKey(), field.getValue(), scalars));
    return scalars;
  }

  private static void collect(String tag, JsonNode value, List<Scalar> scalars) {
    if (value.isNumber()) {
      scalars.add(new Scalar(tag, value.floatValue()));
    } else if (value.isObject()) {
      value.propertyStream()
          .forEach(field -> collect(tag + "/" + field.getKey(), field.getValue(), scalars));
    } else if (tag.equals(ALARMS)) {
      scalars.add(new Scalar(tag, value.size()));
    }
  }
}
