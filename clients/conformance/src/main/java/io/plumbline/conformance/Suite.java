package io.plumbline.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The cases of this folder's files, in their order. */
public final class Suite {
  private static final JsonMapper MAPPER = new JsonMapper();

  /** A jar does not list what is in it. */
  static final List<String> FILES =
      List.of(
          "access.json",
          "batches.json",
          "deadlines.json",
          "errors.json",
          "grades.json",
          "groups.json",
          "steps.json",
          "streams.json",
          "tasks.json");

  private Suite() {}

  /** All cases. */
  public static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (String file : FILES) {
      for (JsonNode each : read(file).required("cases")) {
        cases.add(Case.read(each));
      }
    }
    return List.copyOf(cases);
  }

  private static JsonNode read(String file) {
    try (InputStream in = Suite.class.getResourceAsStream("cases/" + file)) {
      return MAPPER.readTree(Objects.requireNonNull(in, file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
