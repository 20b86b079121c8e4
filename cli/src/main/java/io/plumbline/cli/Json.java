package io.plumbline.cli;

import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** JSON as the commands write it. */
final class Json {
  private static final JsonMapper MAPPER = new JsonMapper();

  private Json() {}

  /** An object on one line. */
  static String line(Map<String, ?> object) {
    return MAPPER.writeValueAsString(object);
  }
}
