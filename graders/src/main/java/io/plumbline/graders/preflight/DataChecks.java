package io.plumbline.graders.preflight;

import io.plumbline.graders.preflight.Finding.Severity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What training data and samples show of themselves. */
public final class DataChecks {
  private static final int ENOUGH = 10;
  private static final int ENOUGH_SAMPLES = 4;

  /** Nearly all tasks, or nearly none. */
  private static final double NEARLY = 0.9;

  /** Rows that a demonstration may delete before it is one of deletion. */
  private static final double MANY = 0.4;

  private DataChecks() {}

  /**
   * Every check that a file has something for.
   *
   * @param file JSONL: a task file; {@code input} or {@code prompt} with {@code gold} or {@code
   *     completion}, or with {@code chosen} and {@code rejected}, or with {@code output}
   * @throws PreflightException if a line is none of these; names file, line and field
   */
  public static List<Checked> of(Path file) throws PreflightException {
    List<Example> examples = Example.read(file);
    String where = file.toString();
    List<Checked> checks = new ArrayList<>();
    checks.add(Cosmetics.check(where, examples));
    List<Example> sampled = examples.stream().filter(each -> each.output().isPresent()).toList();
    if (sampled.size() >= ENOUGH_SAMPLES) {
      checks.add(collapse(where, sampled));
    }
    List<TableEdit> edits =
        examples.stream()
            .filter(each -> each.table() && each.gold().isPresent())
            .map(each -> TableEdit.of(each.input(), each.gold().orElse("")))
            .toList();
    if (edits.size() >= ENOUGH) {
      checks.add(oneSided(where, edits));
      checks.add(absence(where, edits));
    }
    return checks;
  }

  /** Of each group of samples, whether different inputs got different outputs. */
  private static Checked collapse(String where, List<Example> sampled) {
    Map<String, List<Example>> groups = new LinkedHashMap<>();
    sampled.forEach(each -> groups.computeIfAbsent(each.group(), g -> new ArrayList<>()).add(each));
    List<Finding> findings = new ArrayList<>();
    List<String> seen = new ArrayList<>();
    groups.forEach(
        (group, some) -> {
          Set<String> inputs = new HashSet<>();
          Set<String> outputs = new HashSet<>();
          some.forEach(each -> inputs.add(each.input()));
          some.forEach(each -> outputs.add(each.output().orElse("").strip()));
          String saw =
              (group.isEmpty() ? "" : group + ": ")
                  + outputs.size()
                  + " different outputs for "
                  + inputs.size()
                  + " different inputs";
          seen.add(saw);
          if (inputs.size() >= ENOUGH_SAMPLES && 2 * outputs.size() <= inputs.size()) {
            findings.add(
                new Finding(
                    Failure.MODE_COLLAPSE,
                    Severity.ERROR,
                    where,
                    saw,
                    "go back to a checkpoint whose samples differ; raise kl_coefficient or lower"
                        + " learning_rate"));
          }
        });
    return new Checked(Failure.MODE_COLLAPSE, String.join("; ", seen), findings);
  }

  private static Checked oneSided(String where, List<TableEdit> edits) {
    double deleting = share(edits.stream().filter(each -> each.deleted() > 0).count(), edits);
    double converting = share(edits.stream().filter(each -> each.converted() > 0).count(), edits);
    long rows = edits.stream().mapToLong(TableEdit::rows).sum();
    long deleted = edits.stream().mapToLong(TableEdit::deleted).sum();
    long converted = edits.stream().mapToLong(TableEdit::converted).sum();
    String saw =
        String.format(
            Locale.ROOT,
            "of %d rows in %d tables the gold deletes %.3f, keeps %.3f as they are and converts"
                + " %.3f; %.3f of the tables lose rows, %.3f have rows converted",
            rows,
            edits.size(),
            (double) deleted / Math.max(1, rows),
            (double) (rows - deleted - converted) / Math.max(1, rows),
            (double) converted / Math.max(1, rows),
            deleting,
            converting);
    if (deleting > NEARLY || deleted > MANY * rows) {
      return Checked.found(
          Failure.ONE_SIDED_GOLD,
          Severity.ERROR,
          where,
          saw,
          "add tables whose gold keeps every row, long ones above all, until most keep them");
    }
    if (converted == 0) {
      return Checked.found(
          Failure.ONE_SIDED_GOLD,
          Severity.WARNING,
          where,
          saw,
          "add tables whose gold converts cells, or what is learnt is to copy");
    }
    return Checked.clean(Failure.ONE_SIDED_GOLD, saw);
  }

  private static Checked absence(String where, List<TableEdit> edits) {
    double keeping = share(edits.stream().filter(each -> each.deleted() == 0).count(), edits);
    String saw =
        String.format(
            Locale.ROOT, "the gold of %.3f of %d tables deletes no row", keeping, edits.size());
    return keeping > NEARLY
        ? Checked.found(
            Failure.ABSENCE_TARGET,
            Severity.WARNING,
            where,
            saw + ": what it shows is that nothing is dropped",
            "teach it by pairs of a kept and a dropped table, or by reward; or mix in tables whose"
                + " gold deletes, so that the difference is in the data")
        : Checked.clean(Failure.ABSENCE_TARGET, saw);
  }

  private static double share(long count, List<?> all) {
    return (double) count / all.size();
  }
}
