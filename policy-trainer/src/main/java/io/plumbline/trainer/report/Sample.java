package io.plumbline.trainer.report;

import java.util.Optional;

/**
 * What the policy wrote for a task.
 *
 * @param after whether after training, not before
 * @param task the task's id
 * @param input the table it was given, as CSV
 * @param reference the table it should have written, as CSV
 * @param output the table it wrote
 * @param truncated whether the token budget cut it off
 */
record Sample(
    boolean after,
    String task,
    String input,
    Optional<String> reference,
    String output,
    boolean truncated) {

  static Sample of(Fields fields) throws RunReportException {
    String phase = fields.text("phase").orElse("");
    if (!phase.equals("before") && !phase.equals("after")) {
      throw fields.error("phase", fields.json().get("phase"), "before or after");
    }
    return new Sample(
        phase.equals("after"),
        required(fields, "task"),
        required(fields, "input"),
        fields.text("reference"),
        required(fields, "output"),
        fields.flag("truncated"));
  }

  private static String required(Fields fields, String field) throws RunReportException {
    return fields.text(field).orElseThrow(() -> fields.error(field, null, "a string"));
  }
}
