package io.plumbline.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What runs did, so that those which differ can be counted. */
final class Interventions {
  private static final Set<String> NO_INTERVENTION = Set.of("seed", "threads");

  private Interventions() {}

  /**
   * A run's settings, but for seed and threads, and what it started from; the same text for runs
   * that did the same.
   *
   * @param file a run's manifest
   * @param otherwise what tells it apart where there is no such file
   */
  static String of(Path file, String otherwise) throws IOException {
    if (!Files.exists(file)) {
      return otherwise;
    }
    JsonNode manifest;
    try {
      manifest = JsonMapper.shared().readTree(Files.readString(file));
    } catch (JacksonException e) {
      throw new UserError(file + ": not JSON (expected: a run's manifest)");
    }
    JsonNode config = manifest.path("config").deepCopy();
    if (config instanceof ObjectNode settings) {
      settings.remove(NO_INTERVENTION);
    }
    return config + " " + manifest.path("policy");
  }
}
