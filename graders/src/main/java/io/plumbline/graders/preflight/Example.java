package io.plumbline.graders.preflight;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One line of training data or of samples.
 *
 * @param input what is asked: {@code input} or {@code prompt}
 * @param gold what is demonstrated: {@code gold_or_reference_output}, {@code gold} or {@code
 *     completion}
 * @param chosen the better of a pair
 * @param rejected the worse of a pair; present exactly where {@code chosen} is
 * @param output what a policy wrote
 * @param group of samples that belong together: {@code phase}
 * @param table whether it is a task whose gold is a table
 */
record Example(
    String input,
    Optional<String> gold,
    Optional<String> chosen,
    Optional<String> rejected,
    Optional<String> output,
    String group,
    boolean table) {

  static List<Example> read(Path file) throws PreflightException {
    List<Example> examples = new ArrayList<>();
    for (JsonLines.Line line : JsonLines.read(file)) {
      examples.add(of(line));
    }
    if (examples.isEmpty()) {
      throw new PreflightException(file + ": no lines (expected: at least one)");
    }
    return examples;
  }

  private static Example of(JsonLines.Line line) throws PreflightException {
    Optional<String> input = first(line, "input", "prompt");
    Optional<String> gold = first(line, "gold_or_reference_output", "gold", "completion");
    Optional<String> chosen = line.text("chosen");
    Optional<String> rejected = line.text("rejected");
    Optional<String> output = line.text("output");
    if (chosen.isPresent() != rejected.isPresent()) {
      throw new PreflightException(
          line.where()
              + ": "
              + (chosen.isPresent() ? "rejected" : "chosen")
              + ": missing (expected: both of a pair)");
    }
    if (input.isEmpty() || (gold.isEmpty() && chosen.isEmpty() && output.isEmpty())) {
      throw new PreflightException(
          line.where()
              + ": "
              + (input.isEmpty() ? "input" : "gold_or_reference_output")
              + ": missing (expected: input or prompt, and gold_or_reference_output, gold,"
              + " completion, chosen and rejected, or output)");
    }
    boolean table = line.text("task_type").map("spreadsheet_clean"::equals).orElse(false);
    return new Example(
        input.get(), gold, chosen, rejected, output, line.text("phase").orElse(""), table);
  }

  private static Optional<String> first(JsonLines.Line line, String... fields)
      throws PreflightException {
    for (String field : fields) {
      Optional<String> found = line.text(field);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }
}
