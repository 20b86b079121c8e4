package io.plumbline.graders.lines;

import io.plumbline.graders.Profile;
import io.plumbline.graders.revision.DocRevision;
import io.plumbline.graders.tasks.CitationReference;
import io.plumbline.graders.tasks.Difficulty;
import io.plumbline.graders.tasks.Reference;
import io.plumbline.graders.tasks.RevisionReference;
import io.plumbline.graders.tasks.SourceDocument;
import io.plumbline.graders.tasks.TableReference;
import io.plumbline.graders.tasks.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A line's fields, read by type; what is ill-typed is refused under its name. */
final class LineFields {
  private static final int QUOTED = 60;

  /** As many words as the draft that a revision without an input is compared with. */
  private static final String DEFAULT_INPUT = "w ".repeat(DocRevision.DEFAULT_INPUT_WORDS);

  private final JsonNode line;

  LineFields(JsonNode line) {
    this.line = line;
  }

  void requireId() {
    present("id", node -> node.isString() || node.isNumber(), "a string or a number");
  }

  String required(String field) {
    return present(field, JsonNode::isString, "a string").stringValue();
  }

  private String string(String field, String otherwise) {
    JsonNode node = optional(field, JsonNode::isString, "a string");
    return node == null ? otherwise : node.stringValue();
  }

  private int count(String field, int otherwise) {
    JsonNode node =
        optional(
            field,
            n -> n.isIntegralNumber() && n.canConvertToInt() && n.intValue() >= 0,
            "an integer from 0 to " + Integer.MAX_VALUE);
    return node == null ? otherwise : node.intValue();
  }

  private List<String> strings(String field, List<String> otherwise) {
    JsonNode node =
        optional(
            field,
            n -> n.isArray() && n.valueStream().allMatch(JsonNode::isString),
            "a list of strings");
    if (node == null) {
      return otherwise;
    }
    List<String> values = new ArrayList<>();
    node.forEach(value -> values.add(value.stringValue()));
    return values;
  }

  private JsonNode present(String field, Predicate<JsonNode> type, String expected) {
    JsonNode node = optional(field, type, expected);
    if (node == null) {
      throw new IllegalArgumentException(refusal(field, "missing", expected));
    }
    return node;
  }

  private @Nullable JsonNode optional(String field, Predicate<JsonNode> type, String expected) {
    JsonNode node = line.get(field);
    if (node != null && !type.test(node)) {
      throw new IllegalArgumentException(refusal(field, node.toString(), expected));
    }
    return node;
  }

  /** {@code field: value (expected: what)}, the value cut short. */
  static String refusal(String field, String value, String expected) {
    String shown = value;
    if (value.length() > QUOTED) {
      int cut = Character.isHighSurrogate(value.charAt(QUOTED - 1)) ? QUOTED - 1 : QUOTED;
      shown = value.substring(0, cut) + "…";
    }
    return field + ": " + shown + " (expected: " + expected + ")";
  }

  /** The task that the fields describe. */
  Task task(String type, Profile profile) {
    return switch (type) {
      case "spreadsheet_clean" -> task(type, string("input", ""), table(profile));
      case "doc_revision" ->
          task(
              type,
              profile == Profile.STRICT ? required("input") : string("input", DEFAULT_INPUT),
              new RevisionReference(string("gold", "")));
      case "citation_ground" ->
          task(
              type,
              "",
              new CitationReference(
                  "",
                  count("required_citations", CitationReference.DEFAULT_CITATIONS),
                  strings("anchor_phrases", CitationReference.DEFAULT_ANCHORS)));
      default ->
          throw new IllegalArgumentException(
              refusal("task_type", type, "an environment whose tasks fit a line"));
    };
  }

  /** The same with all that the writer of the output was shown. */
  Task shown(Task task) {
    boolean table = task.reference() instanceof TableReference;
    return new Task(
        task.id(),
        task.environment(),
        task.split(),
        task.seed(),
        task.difficulty(),
        string("intent", ""),
        strings("constraints", List.of()),
        table ? task.input() : required("input"),
        sources(task.reference() instanceof CitationReference),
        task.reference(),
        task.traits());
  }

  private List<SourceDocument> sources(boolean required) {
    Predicate<JsonNode> source = n -> n.path("name").isString() && n.path("text").isString();
    Predicate<JsonNode> type = n -> n.isArray() && n.valueStream().allMatch(source);
    String expected = "a list of objects with name and text";
    JsonNode node =
        required ? present("sources", type, expected) : optional("sources", type, expected);
    List<SourceDocument> sources = new ArrayList<>();
    if (node != null) {
      node.forEach(
          each ->
              sources.add(
                  new SourceDocument(
                      each.get("name").stringValue(), each.get("text").stringValue())));
    }
    return sources;
  }

  private TableReference table(Profile profile) {
    List<String> columns = strings("required_columns", TableReference.DEFAULT_COLUMNS);
    List<String> key =
        columns.containsAll(TableReference.DEFAULT_KEY)
            ? TableReference.DEFAULT_KEY
            : columns.subList(0, Math.min(1, columns.size()));
    List<String> money = TableReference.DEFAULT_MONEY.stream().filter(columns::contains).toList();
    return new TableReference(
        profile == Profile.STRICT ? required("gold") : string("gold", ""),
        count("expected_row_count", TableReference.DEFAULT_ROWS),
        columns,
        strings("key_columns", key),
        strings("money_columns", money),
        string("forbidden_pattern", TableReference.MILLIONS));
  }

  private static Task task(String type, String input, Reference reference) {
    return new Task(
        type + "/line",
        type,
        "line",
        0,
        Difficulty.MEDIUM,
        "",
        List.of(),
        input,
        List.of(),
        reference,
        List.of());
  }
}
