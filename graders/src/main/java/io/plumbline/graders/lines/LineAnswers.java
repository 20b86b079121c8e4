package io.plumbline.graders.lines;

import io.plumbline.graders.DimensionGrade;
import io.plumbline.graders.DimensionStatus;
import io.plumbline.graders.FlagSpec;
import io.plumbline.graders.Grade;
import io.plumbline.graders.RewardRule;
import java.io.StringWriter;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/** Answers as {@link GradeLines} has them; {@code id} is JSON already. */
final class LineAnswers {

  private LineAnswers() {}

  static GradeLines.Result grade(String id, Grade grade) {
    return answer(id, out -> write(out, grade), grade.reward(RewardRule.REFERENCE).isPresent());
  }

  static GradeLines.Result seen(String id, SecondLook.Seen seen) {
    return answer(
        id,
        out -> {
          write(out, seen.grade());
          out.writeArrayPropertyStart("judge");
          seen.remarks().forEach(remark -> write(out, remark));
          out.writeEndArray();
        },
        seen.grade().reward(RewardRule.REFERENCE).isPresent());
  }

  static GradeLines.Result error(String id, String message) {
    return answer(id, out -> out.writeStringProperty("error", message), false);
  }

  private static GradeLines.Result answer(String id, Consumer<JsonGenerator> fields, boolean ok) {
    StringWriter json = new StringWriter();
    try (JsonGenerator out = GradeLines.JSON.createGenerator(json)) {
      out.writeStartObject();
      out.writeName("id").writeRawValue(id);
      fields.accept(out);
      out.writeEndObject();
    }
    return new GradeLines.Result(json.toString(), ok);
  }

  private static void write(JsonGenerator out, Grade grade) {
    out.writeObjectPropertyStart("scores");
    for (DimensionGrade dimension : grade.dimensions()) {
      String name = dimension.spec().name();
      if (dimension.status() == DimensionStatus.FAILED) {
        out.writeNullProperty(name);
      } else {
        out.writeNumberProperty(name, dimension.value());
      }
    }
    out.writeEndObject();
    out.writeArrayPropertyStart("flags");
    for (FlagSpec flag : grade.flags()) {
      out.writeString(flag.name());
    }
    out.writeEndArray();
    OptionalDouble composite = grade.reward(RewardRule.REFERENCE);
    if (composite.isPresent()) {
      out.writeNumberProperty("composite", composite.getAsDouble());
    } else {
      out.writeNullProperty("composite");
    }
  }

  private static void write(JsonGenerator out, SecondLook.Remark remark) {
    out.writeStartObject();
    out.writeStringProperty("dimension", remark.dimension());
    out.writeStringProperty("standing", remark.standing());
    out.writeStringProperty("status", remark.status().name());
    if (remark.status() == DimensionStatus.ASSESSED) {
      out.writeNumberProperty("value", remark.value());
    }
    out.writeStringProperty("why", remark.why());
    out.writeEndObject();
  }
}
