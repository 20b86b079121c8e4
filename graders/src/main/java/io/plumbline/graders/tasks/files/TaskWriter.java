package io.plumbline.graders.tasks.files;

import io.plumbline.graders.tasks.CitationClaim;
import io.plumbline.graders.tasks.CitationReference;
import io.plumbline.graders.tasks.PlantedFault;
import io.plumbline.graders.tasks.RevisionReference;
import io.plumbline.graders.tasks.SourceDocument;
import io.plumbline.graders.tasks.TableReference;
import io.plumbline.graders.tasks.Task;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes one line of a task file, with every field that has a default written out. */
final class TaskWriter {
  private static final JsonMapper JSON = new JsonMapper();

  private TaskWriter() {}

  static String line(Task task) {
    ObjectNode line = JSON.createObjectNode();
    line.put("case_id", FileSplit.key(task));
    line.put("task_type", task.environment());
    line.put("intent", task.intent());
    put(line, "constraints", task.constraints());
    line.put("input", task.input());
    ArrayNode sources = line.putArray("sources");
    for (SourceDocument source : task.sources()) {
      sources.addObject().put("name", source.name()).put("text", source.text());
    }
    ObjectNode metadata = line.putObject("expected_metadata");
    if (task.reference() instanceof TableReference table) {
      metadata.put("expected_row_count", table.expectedRows());
      put(metadata, "required_columns", table.requiredColumns());
      metadata.putObject("unit_normalization").put("forbidden_pattern", table.forbiddenPattern());
      put(metadata, "key_columns", table.keyColumns());
      put(metadata, "money_columns", table.moneyColumns());
    } else if (task.reference() instanceof CitationReference citation) {
      metadata.put("required_citations", citation.requiredCitations());
      put(metadata, "anchor_phrases", citation.anchorPhrases());
      if (!citation.claims().isEmpty()) {
        putClaims(metadata.putArray("claims"), citation.claims());
      }
    } else if (task.reference() instanceof RevisionReference revision) {
      ArrayNode faults = metadata.putArray("faults");
      revision.faults().forEach(fault -> put(faults.addObject(), fault));
    } else {
      throw new IllegalArgumentException(
          "environment: " + task.environment() + " (expected: one whose tasks fit a task file)");
    }
    line.put("gold_or_reference_output", task.reference().gold());
    line.put("generation_seed", task.seed());
    line.put("difficulty", task.difficulty().label());
    line.put("primary_dimension", primaryDimension(task));
    put(line, "known_failure_modes", task.traits());
    return JSON.writeValueAsString(line);
  }

  private static void putClaims(ArrayNode array, List<CitationClaim> claims) {
    for (CitationClaim claim : claims) {
      ObjectNode object = array.addObject().put("anchor", claim.anchor());
      put(object, "supports", claim.supports());
      put(object, "half_supports", claim.halfSupports());
      put(object, "contradicts", claim.contradicts());
    }
  }

  private static void put(ObjectNode object, PlantedFault fault) {
    if (fault instanceof PlantedFault.Lead) {
      object.put("kind", "lead").put("repaired", fault.repaired());
      return;
    }
    object.put("planted", fault.planted()).put("repaired", fault.repaired());
    if (fault instanceof PlantedFault.Figure figure) {
      object.put("kind", "figure").put("wrong", figure.wrong()).put("right", figure.right());
    } else if (fault instanceof PlantedFault.Filler filler) {
      object.put("kind", "filler").put("filler", filler.filler());
    } else {
      object.put("kind", "passive");
    }
  }

  /** What collab-eval slices its reports by: here the dimension of the greatest weight. */
  private static String primaryDimension(Task task) {
    if (task.reference() instanceof TableReference) {
      return "data_preservation";
    }
    return task.reference() instanceof RevisionReference ? "faithfulness" : "citation_accurate";
  }

  private static void put(ObjectNode object, String field, List<String> texts) {
    ArrayNode array = object.putArray(field);
    texts.forEach(array::add);
  }
}
