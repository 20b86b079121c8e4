package io.plumbline.judges.calibration;

import io.plumbline.graders.input.InputFile;
import io.plumbline.graders.input.InputFileException;
import io.plumbline.judges.JudgeFileException;
import io.plumbline.judges.JudgeId;
import io.plumbline.judges.JudgeRubric;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A calibration as JSON. Agreement, interval, error and standing stand in it for people to read;
 * what counts when it is read back are the cases, from which they are computed anew.
 */
public final class CalibrationFile {
  private static final long MAX_BYTES = 64L << 20;
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private CalibrationFile() {}

  /** The calibration as a file has it. */
  public static String text(Calibration calibration) {
    ObjectNode file = JSON.createObjectNode();
    file.put("endpoint", calibration.judge().endpoint());
    file.put("model", calibration.judge().model());
    ArrayNode dimensions = file.putArray("dimensions");
    for (DimensionResult result : calibration.dimensions()) {
      write(dimensions.addObject(), result);
    }
    return JSON.writeValueAsString(file) + "\n";
  }

  private static void write(ObjectNode object, DimensionResult result) {
    object.put("environment", result.environment());
    object.put("dimension", result.dimension());
    object.put("rubric", result.rubric());
    object.put("standing", result.standing().label());
    object.put("agreement", result.agreement());
    object.putArray("interval").add(result.interval().low()).add(result.interval().high());
    result.meanAbsoluteError().ifPresent(error -> object.put("mean_absolute_error", error));
    object.put("failed", result.failed());
    ArrayNode cases = object.putArray("cases");
    for (CaseResult each : result.cases()) {
      ObjectNode line = cases.addObject().put("id", each.id());
      line.putArray("band").add(each.band().low()).add(each.band().high());
      each.value().ifPresent(value -> line.put("value", value));
      line.put("said", each.said());
    }
  }

  /**
   * Reads a calibration.
   *
   * @throws JudgeFileException if the file cannot be used; names it, the place and the field
   */
  public static Calibration read(Path file) throws JudgeFileException {
    try {
      return parse(file.toString(), InputFile.text(file, MAX_BYTES));
    } catch (InputFileException e) {
      throw new JudgeFileException("calibration: " + e.getMessage());
    }
  }

  static Calibration parse(String file, String text) throws JudgeFileException {
    JsonFields fields = JsonFields.of(text, file + ": ");
    List<DimensionResult> dimensions = new ArrayList<>();
    for (JsonFields each : fields.objects("dimensions")) {
      dimensions.add(dimension(each));
    }
    return new Calibration(new JudgeId(fields.text("endpoint"), fields.text("model")), dimensions);
  }

  private static DimensionResult dimension(JsonFields fields) throws JudgeFileException {
    String environment = fields.text("environment");
    String dimension = fields.text("dimension");
    if (JudgeRubric.of(environment, dimension).isEmpty()) {
      throw fields.error("dimension", dimension, "one that " + environment + " has a rubric for");
    }
    List<CaseResult> cases = new ArrayList<>();
    for (JsonFields each : fields.objects("cases")) {
      Optional<Double> value = each.number("value");
      if (value.isPresent() && !(value.get() >= 0 && value.get() <= 1)) {
        throw each.error("value", String.valueOf(value.get()), "a number in [0, 1]");
      }
      cases.add(new CaseResult(each.text("id"), each.band(), value, each.anyText("said")));
    }
    if (cases.isEmpty()) {
      throw fields.error("cases", "none", "at least one");
    }
    return new DimensionResult(environment, dimension, fields.text("rubric"), cases);
  }
}
