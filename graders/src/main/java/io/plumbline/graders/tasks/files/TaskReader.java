package io.plumbline.graders.tasks.files;

import io.plumbline.graders.tasks.CitationClaim;
import io.plumbline.graders.tasks.CitationReference;
import io.plumbline.graders.tasks.Difficulty;
import io.plumbline.graders.tasks.ForbiddenPatterns;
import io.plumbline.graders.tasks.PlantedFault;
import io.plumbline.graders.tasks.Reference;
import io.plumbline.graders.tasks.RevisionReference;
import io.plumbline.graders.tasks.SourceDocument;
import io.plumbline.graders.tasks.TableReference;
import io.plumbline.graders.tasks.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads one line of a task file. */
final class TaskReader {
  private static final int MAX_CASE_ID = 200;
  private static final int MAX_CLAIMS = 64;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private TaskReader() {}

  /**
   * @param where starts every message
   * @param seed the task's place in the file, from 0
   */
  static Task task(String line, String where, String split, int seed) throws TaskFileException {
    JsonNode node;
    try {
      node = JSON.readTree(line);
    } catch (JacksonException e) {
      TokenStreamLocation location = e.getLocation();
      String column = location == null ? "" : " from column " + location.getColumnNr() + " on";
      throw new TaskFileException(
          where + "not JSON" + column + " (expected: one JSON object, each field once)");
    }
    if (!node.isObject()) {
      throw new TaskFileException(where + "not a JSON object (expected: one JSON object)");
    }
    Fields fields = new Fields(node, where, "");
    String caseId = fields.text("case_id");
    if (caseId.isEmpty()
        || caseId.length() > MAX_CASE_ID
        || caseId.chars().anyMatch(Character::isISOControl)) {
      throw fields.error(
          "case_id", "'" + caseId + "'", "1 to " + MAX_CASE_ID + " characters, none a control");
    }
    String environment = fields.text("task_type");
    Fields metadata = fields.object("expected_metadata");
    String gold = fields.text("gold_or_reference_output", "");
    List<SourceDocument> sources = sources(fields);
    Reference reference =
        switch (environment) {
          case Wording.SPREADSHEET -> table(metadata, gold);
          case Wording.REVISION -> revision(metadata, gold);
          case Wording.CITATION ->
              new CitationReference(
                  gold,
                  metadata.count("required_citations", CitationReference.DEFAULT_CITATIONS),
                  metadata.texts("anchor_phrases", CitationReference.DEFAULT_ANCHORS),
                  claims(metadata, fields.text("input"), sources));
          default ->
              throw fields.error(
                  "task_type", environment, "spreadsheet_clean, doc_revision or citation_ground");
        };
    return new Task(
        environment + "/" + split + "/" + caseId,
        environment,
        split,
        seed,
        difficulty(fields),
        fields.text("intent", Wording.intent(environment)),
        fields.texts("constraints", Wording.constraints(reference)),
        fields.text("input"),
        sources,
        reference,
        fields.texts("known_failure_modes", List.of()));
  }

  private static RevisionReference revision(Fields metadata, String gold) throws TaskFileException {
    List<PlantedFault> faults = new ArrayList<>();
    for (Fields fault : metadata.objects("faults")) {
      faults.add(fault(fault));
      checked(
          fault,
          () -> new RevisionReference(gold, faults.subList(faults.size() - 1, faults.size())));
    }
    return checked(metadata, () -> new RevisionReference(gold, faults));
  }

  private static PlantedFault fault(Fields fault) throws TaskFileException {
    String kind = fault.text("kind");
    String repaired = fault.text("repaired");
    if (kind.equals("lead")) {
      return checked(fault, () -> new PlantedFault.Lead(repaired));
    }
    String planted = fault.text("planted");
    switch (kind) {
      case "figure" -> {
        String wrong = fault.text("wrong");
        String right = fault.text("right");
        return checked(fault, () -> new PlantedFault.Figure(planted, repaired, wrong, right));
      }
      case "passive" -> {
        return checked(fault, () -> new PlantedFault.Passive(planted, repaired));
      }
      case "filler" -> {
        String filler = fault.text("filler");
        return checked(fault, () -> new PlantedFault.Filler(planted, repaired, filler));
      }
      default -> throw fault.error("kind", kind, "figure, lead, passive or filler");
    }
  }

  /** What a record's own checks refuse is refused with its place. */
  private static <T> T checked(Fields fields, Supplier<T> made) throws TaskFileException {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      throw fields.error(String.valueOf(e.getMessage()));
    }
  }

  private static TableReference table(Fields metadata, String gold) throws TaskFileException {
    List<String> columns = metadata.texts("required_columns", TableReference.DEFAULT_COLUMNS);
    List<String> key = TableReference.DEFAULT_KEY;
    if (!columns.containsAll(key)) {
      key = columns.subList(0, Math.min(columns.size(), 1));
    }
    List<String> money = TableReference.DEFAULT_MONEY.stream().filter(columns::contains).toList();
    Fields units = metadata.object("unit_normalization");
    String pattern = units.text("forbidden_pattern", TableReference.MILLIONS);
    try {
      ForbiddenPatterns.compile(pattern);
    } catch (IllegalArgumentException e) {
      throw units.error("forbidden_pattern", pattern, String.valueOf(e.getMessage()));
    }
    return new TableReference(
        gold,
        metadata.count("expected_row_count"),
        columns,
        among(columns, metadata, "key_columns", key),
        among(columns, metadata, "money_columns", money),
        pattern);
  }

  private static List<String> among(
      List<String> columns, Fields metadata, String field, List<String> otherwise)
      throws TaskFileException {
    List<String> chosen = metadata.texts(field, otherwise);
    for (String column : chosen) {
      if (!columns.contains(column)) {
        throw metadata.error(field, column, "one of required_columns");
      }
    }
    return chosen;
  }

  private static List<CitationClaim> claims(
      Fields metadata, String input, List<SourceDocument> sources) throws TaskFileException {
    List<CitationClaim> claims = new ArrayList<>();
    for (Fields claim : metadata.objects("claims")) {
      String anchor = claim.text("anchor");
      if (anchor.isBlank() || !input.contains(anchor)) {
        throw claim.error("anchor", "'" + anchor + "'", "words of the input, letter for letter");
      }
      claims.add(
          new CitationClaim(
              anchor,
              names(claim, "supports", sources),
              names(claim, "half_supports", sources),
              names(claim, "contradicts", sources)));
    }
    if (claims.size() > MAX_CLAIMS) {
      throw metadata.error("claims", claims.size() + " claims", "at most " + MAX_CLAIMS);
    }
    return claims;
  }

  private static List<String> names(Fields claim, String field, List<SourceDocument> sources)
      throws TaskFileException {
    List<String> names = claim.texts(field, List.of());
    for (String name : names) {
      if (sources.stream().noneMatch(source -> source.name().equals(name))) {
        throw claim.error(field, name, "the name of one of sources");
      }
    }
    return names;
  }

  private static Difficulty difficulty(Fields fields) throws TaskFileException {
    String label = fields.text("difficulty", Difficulty.MEDIUM.label());
    return Difficulty.named(label)
        .orElseThrow(() -> fields.error("difficulty", label, "easy, medium or hard"));
  }

  private static List<SourceDocument> sources(Fields fields) throws TaskFileException {
    List<SourceDocument> sources = new ArrayList<>();
    for (Fields source : fields.objects("sources")) {
      sources.add(new SourceDocument(source.text("name"), source.text("text")));
    }
    return sources;
  }
}
