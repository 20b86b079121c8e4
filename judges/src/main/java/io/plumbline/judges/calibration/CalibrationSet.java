package io.plumbline.judges.calibration;

import io.plumbline.graders.input.InputFile;
import io.plumbline.graders.input.InputFileException;
import io.plumbline.graders.tasks.CitationReference;
import io.plumbline.graders.tasks.Difficulty;
import io.plumbline.graders.tasks.RevisionReference;
import io.plumbline.graders.tasks.SourceDocument;
import io.plumbline.graders.tasks.Task;
import io.plumbline.judges.JudgeFileException;
import io.plumbline.judges.JudgeRubric;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Cases to calibrate a judge with, from JSONL in UTF-8. A line is a task or a case of a task above
 * it; blank lines are ignored:
 *
 * <pre>
 * {"task": name, "environment", "intent", "constraints": [texts], "input",
 *  "sources": [{"name", "text"}]}
 * {"case": id, "of": a task's name, "dimension", "output", "band": [low, high], "why"}
 * </pre>
 *
 * <p>A set in which one and the same answer to every case would agree with {@value
 * #MAX_CONSTANT_AGREEMENT} of a dimension or more is refused: it could not tell a judge from a
 * stamp.
 *
 * @param cases in the order of the file
 */
public record CalibrationSet(List<CalibrationCase> cases) {

  /** What the best constant answer may reach: the least agreement that is reported at all. */
  public static final double MAX_CONSTANT_AGREEMENT = 0.70;

  private static final long MAX_BYTES = 64L << 20;
  private static final List<String> BUNDLED =
      List.of("doc_revision.jsonl", "citation_ground.jsonl");

  public CalibrationSet {
    cases = List.copyOf(cases);
  }

  /**
   * The cases that come with this library: at least 16 for each bundled rubric, about half of them
   * of outputs that are good.
   */
  public static CalibrationSet bundled() {
    List<CalibrationCase> cases = new ArrayList<>();
    for (String file : BUNDLED) {
      try (InputStream in = CalibrationSet.class.getResourceAsStream(file)) {
        if (in == null) {
          throw new IllegalStateException("the library's jar lacks " + file);
        }
        cases.addAll(parse(file, new String(in.readAllBytes(), StandardCharsets.UTF_8)).cases());
      } catch (IOException e) {
        throw new IllegalStateException(e); // a broken jar
      }
    }
    return new CalibrationSet(cases);
  }

  /**
   * The cases of a file.
   *
   * @throws JudgeFileException if it cannot be used; names file, line and field
   */
  public static CalibrationSet read(Path file) throws JudgeFileException {
    try {
      return parse(file.toString(), InputFile.text(file, MAX_BYTES));
    } catch (InputFileException e) {
      throw new JudgeFileException("cases: " + e.getMessage());
    }
  }

  static CalibrationSet parse(String file, String text) throws JudgeFileException {
    Map<String, Task> tasks = new LinkedHashMap<>();
    List<CalibrationCase> cases = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      JsonFields fields = JsonFields.of(line, file + ":" + number + ": ");
      if (fields.has("task")) {
        Task task = task(fields);
        if (tasks.putIfAbsent(fields.text("task"), task) != null) {
          throw fields.error("task", fields.text("task"), "a name that is not taken");
        }
      } else {
        CalibrationCase read = calibrationCase(fields, tasks);
        if (!ids.add(read.id())) {
          throw fields.error("case", read.id(), "an id that is not taken");
        }
        cases.add(read);
      }
    }
    if (cases.isEmpty()) {
      throw new JudgeFileException(file + ": no cases (expected: at least one)");
    }
    CalibrationSet set = new CalibrationSet(cases);
    set.requireNoConstantPasses(file);
    return set;
  }

  private static Task task(JsonFields fields) throws JudgeFileException {
    String environment = fields.text("environment");
    boolean revision = environment.equals("doc_revision");
    if (!revision && !environment.equals("citation_ground")) {
      throw fields.error("environment", environment, "doc_revision or citation_ground");
    }
    List<SourceDocument> sources = new ArrayList<>();
    for (JsonFields source : fields.objects("sources")) {
      sources.add(new SourceDocument(source.text("name"), source.text("text")));
    }
    return new Task(
        environment + "/calibration/" + fields.text("task"),
        environment,
        "calibration",
        0,
        Difficulty.MEDIUM,
        fields.text("intent"),
        fields.texts("constraints"),
        fields.text("input"),
        sources,
        revision ? new RevisionReference("") : new CitationReference("", 0, List.of()),
        List.of());
  }

  private static CalibrationCase calibrationCase(JsonFields fields, Map<String, Task> tasks)
      throws JudgeFileException {
    String id = fields.text("case");
    Task task = tasks.get(fields.text("of"));
    if (task == null) {
      throw fields.error("of", fields.text("of"), "the name of a task above");
    }
    String dimension = fields.text("dimension");
    Optional<JudgeRubric> rubric = JudgeRubric.of(task.environment(), dimension);
    if (rubric.isEmpty()) {
      throw fields.error(
          "dimension",
          dimension,
          "one of "
              + String.join(
                  ", ",
                  JudgeRubric.bundled().stream()
                      .filter(each -> each.environment().equals(task.environment()))
                      .map(JudgeRubric::dimension)
                      .toList()));
    }
    return new CalibrationCase(
        id, rubric.get(), task, fields.anyText("output"), fields.band(), fields.text("why"));
  }

  private void requireNoConstantPasses(String file) throws JudgeFileException {
    Map<JudgeRubric, List<Band>> bands = new LinkedHashMap<>();
    for (CalibrationCase each : cases) {
      bands.computeIfAbsent(each.rubric(), rubric -> new ArrayList<>()).add(each.band());
    }
    for (Map.Entry<JudgeRubric, List<Band>> entry : bands.entrySet()) {
      double share = constantAgreement(entry.getValue());
      if (entry.getValue().size() > 1 && share >= MAX_CONSTANT_AGREEMENT) {
        throw new JudgeFileException(
            file
                + ": band: one answer to every case agrees with "
                + share
                + " of "
                + entry.getKey().dimension()
                + " (expected: less than "
                + MAX_CONSTANT_AGREEMENT
                + ")");
      }
    }
  }

  /** The share of bands that the best constant value lies in; some band's low end is one. */
  static double constantAgreement(List<Band> bands) {
    long most = 0;
    for (Band candidate : bands) {
      most = Math.max(most, bands.stream().filter(band -> band.holds(candidate.low())).count());
    }
    return (double) most / bands.size();
  }
}
