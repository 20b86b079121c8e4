package io.plumbline.graders.probes;

import io.plumbline.graders.probes.Probe.Kind;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.graders.tasks.TaskSplit;
import io.plumbline.graders.tasks.files.TaskFile;
import io.plumbline.graders.tasks.files.TaskFileException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the lines of one probe file and keeps the tasks among them. */
final class ProbeReader {
  private static final String SPLIT = "probes";
  private static final List<String> FIELDS =
      List.of(
          "environment",
          "exploit",
          "kind",
          "blind_spot",
          "why",
          "task",
          "output",
          "reference",
          "strict");
  private static final int MAX_SHOWN = 60;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final TaskCatalogue catalogue;
  private final Map<String, Task> own = new HashMap<>();

  ProbeReader(TaskCatalogue catalogue) {
    this.catalogue = catalogue;
  }

  /**
   * Reads a line: a probe, or nothing where it is a task, which is kept.
   *
   * @param where starts every message
   */
  Optional<Probe> read(String line, String where) throws ProbeFileException {
    JsonNode node = object(line, where);
    if (node.has("case_id")) {
      keep(line, where);
      return Optional.empty();
    }
    for (String field : node.propertyNames()) {
      if (!FIELDS.contains(field)) {
        throw error(where, field, "unknown", "one of " + String.join(", ", FIELDS));
      }
    }
    Task task = task(node, where);
    String exploit = text(node, "exploit", where);
    String why = text(node, "why", where);
    String output = text(node, "output", where);
    double reference = number(node, "reference", where);
    double strict = number(node, "strict", where);
    Kind kind = strict == 1 ? Kind.HONEST : Kind.EXPLOIT;
    if (node.has("kind")) {
      String label = text(node, "kind", where);
      kind =
          Kind.named(label)
              .orElseThrow(() -> error(where, "kind", label, "exploit, flaw or honest"));
    }
    Optional<BlindSpot> blindSpot = Optional.empty();
    if (node.has("blind_spot")) {
      blindSpot = Optional.of(blindSpot(node, task.environment(), where));
    }
    try {
      return Optional.of(new Probe(exploit, kind, blindSpot, why, task, output, reference, strict));
    } catch (IllegalArgumentException e) {
      throw new ProbeFileException(where + e.getMessage());
    }
  }

  private static BlindSpot blindSpot(JsonNode node, String environment, String where)
      throws ProbeFileException {
    String label = text(node, "blind_spot", where);
    Optional<BlindSpot> spot = BlindSpot.named(environment, label);
    if (spot.isEmpty()) {
      List<String> labels = BlindSpot.of(environment).stream().map(BlindSpot::label).toList();
      throw error(where, "blind_spot", label, "one of " + String.join(", ", labels));
    }
    return spot.get();
  }

  private void keep(String line, String where) throws ProbeFileException {
    try {
      Task task = TaskFile.task(line, where, SPLIT, own.size());
      if (own.putIfAbsent(task.id(), task) != null) {
        throw error(where, "case_id", task.id(), "unique among the tasks of the file");
      }
    } catch (TaskFileException e) {
      throw new ProbeFileException(String.valueOf(e.getMessage()));
    }
  }

  private Task task(JsonNode node, String where) throws ProbeFileException {
    String id = text(node, "task", where);
    Task mine = own.get(id);
    Optional<Task> task =
        mine == null ? catalogue.find(id).filter(this::isOpen) : Optional.of(mine);
    if (task.isEmpty()) {
      throw error(where, "task", id, "a task of an open split, or of a line before");
    }
    String environment = text(node, "environment", where);
    if (!environment.equals(task.get().environment())) {
      String expected = task.get().environment() + ", as the task";
      throw error(where, "environment", environment, expected);
    }
    return task.get();
  }

  private boolean isOpen(Task task) {
    return catalogue.split(task.environment(), task.split()).filter(TaskSplit::open).isPresent();
  }

  private static JsonNode object(String line, String where) throws ProbeFileException {
    JsonNode node;
    try {
      node = JSON.readTree(line);
    } catch (JacksonException e) {
      TokenStreamLocation location = e.getLocation(); // null where a limit is passed
      String column = location == null ? "" : " from column " + location.getColumnNr() + " on";
      throw new ProbeFileException(
          where + "not JSON" + column + " (expected: one JSON object, each field once)");
    }
    if (!node.isObject()) {
      throw new ProbeFileException(where + "not a JSON object (expected: one JSON object)");
    }
    return node;
  }

  private static String text(JsonNode node, String field, String where) throws ProbeFileException {
    JsonNode value = present(node, field, "a string", where);
    if (!value.isString()) {
      throw error(where, field, value.toString(), "a string");
    }
    return value.stringValue();
  }

  private static double number(JsonNode node, String field, String where)
      throws ProbeFileException {
    JsonNode value = present(node, field, "a number", where);
    if (!value.isNumber()) {
      throw error(where, field, value.toString(), "a number");
    }
    return value.doubleValue();
  }

  private static JsonNode present(JsonNode node, String field, String expected, String where)
      throws ProbeFileException {
    JsonNode value = node.get(field);
    if (value == null) {
      throw error(where, field, "missing", expected);
    }
    return value;
  }

  private static ProbeFileException error(
      String where, String field, String value, String expected) {
    String shown = value.length() <= MAX_SHOWN ? value : value.substring(0, MAX_SHOWN) + "…";
    return new ProbeFileException(where + field + ": " + shown + " (expected: " + expected + ")");
  }
}
