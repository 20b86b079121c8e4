package io.plumbline.trainer.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Rows of a table beside the rows of its reference. Rows are paired in order so that as many cells
 * as possible agree (Needleman and Wunsch 1970, gaps free); two rows may be a pair if their first
 * cells agree or half of their filled cells do. An unpaired row that stands elsewhere in the
 * reference, cell for cell, was moved.
 */
final class TableDiff {
  enum Kind {
    SAME,
    CHANGED,
    MOVED,
    MISSING,
    INVENTED
  }

  /**
   * @param reference its cells there; empty for an invented row
   * @param output its cells here; empty for a missing one
   */
  record Row(Kind kind, List<String> reference, List<String> output) {}

  private TableDiff() {}

  /** All rows of both, in the order of {@code output}. Takes the product of their numbers. */
  static List<Row> of(List<List<String>> reference, List<List<String>> output) {
    int[][] best = best(reference, output);
    List<Row> rows = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < reference.size() || j < output.size()) {
      if (i < reference.size() && best[i][j] == best[i + 1][j]) {
        rows.add(new Row(Kind.MISSING, reference.get(i++), List.of()));
      } else if (j < output.size() && best[i][j] == best[i][j + 1]) {
        rows.add(new Row(Kind.INVENTED, List.of(), output.get(j++)));
      } else {
        List<String> gold = reference.get(i++);
        List<String> row = output.get(j++);
        rows.add(new Row(gold.equals(row) ? Kind.SAME : Kind.CHANGED, gold, row));
      }
    }
    return moved(rows);
  }

  /** The most agreement that pairs of rows from (i, j) on can reach. */
  private static int[][] best(List<List<String>> reference, List<List<String>> output) {
    int[][] best = new int[reference.size() + 1][output.size() + 1];
    for (int i = reference.size() - 1; i >= 0; i--) {
      for (int j = output.size() - 1; j >= 0; j--) {
        int paired = agreement(reference.get(i), output.get(j));
        int apart = Math.max(best[i + 1][j], best[i][j + 1]);
        best[i][j] = paired == 0 ? apart : Math.max(apart, paired + best[i + 1][j + 1]);
      }
    }
    return best;
  }

  /** How much speaks for the two being one row; 0 where they are no pair. */
  private static int agreement(List<String> gold, List<String> row) {
    if (gold.equals(row)) {
      return 2 * gold.size() + 2;
    }
    int agreeing = 0;
    for (int i = 0; i < Math.min(gold.size(), row.size()); i++) {
      if (!gold.get(i).isEmpty() && gold.get(i).equals(row.get(i))) {
        agreeing++;
      }
    }
    boolean sameFirst = !gold.get(0).isEmpty() && gold.get(0).equals(row.get(0));
    boolean pair =
        sameFirst || (agreeing > 0 && 2 * agreeing >= Math.max(filled(gold), filled(row)));
    return pair ? 2 * agreeing + (sameFirst ? 1 : 0) : 0;
  }

  private static int filled(List<String> cells) {
    return (int) cells.stream().filter(cell -> !cell.isEmpty()).count();
  }

  private static List<Row> moved(List<Row> rows) {
    List<Row> left = new ArrayList<>(rows);
    for (Row missing : rows) {
      int at =
          missing.kind() == Kind.MISSING
              ? left.indexOf(new Row(Kind.INVENTED, List.of(), missing.reference()))
              : -1;
      if (at >= 0) {
        left.set(at, new Row(Kind.MOVED, missing.reference(), missing.reference()));
        left.remove(missing);
      }
    }
    return Collections.unmodifiableList(left);
  }
}
