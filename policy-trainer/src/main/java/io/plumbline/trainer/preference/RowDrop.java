package io.plumbline.trainer.preference;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Which rows of a table a rejected answer lacks: 30 to 70 % of them, at least one and not all. */
enum RowDrop {
  /** Any rows. */
  RANDOM,
  /** The last ones: what ends too early. */
  TAIL,
  /** A block that neither the first nor the last row is in, where the table is long enough. */
  MIDDLE;

  private static final double LEAST = 0.3;
  private static final double MOST = 0.7;

  /**
   * The table without some of its rows; all else is as it was, to the byte.
   *
   * @param csv a header and at least two rows; quoted cells may hold line feeds
   */
  String apply(String csv, Random random) {
    List<String> records = records(csv);
    int rows = records.size() - 1;
    if (rows < 2) {
      throw new IllegalArgumentException("gold: " + rows + " rows (expected: at least 2)");
    }
    double share = LEAST + (MOST - LEAST) * random.nextDouble();
    int dropped = Math.max(1, Math.min(rows - 1, (int) Math.round(share * rows)));
    Set<Integer> without = new HashSet<>(dropped(rows, dropped, random));
    StringBuilder kept = new StringBuilder(records.get(0));
    for (int row = 1; row <= rows; row++) {
      if (!without.contains(row)) {
        kept.append(records.get(row));
      }
    }
    return kept.toString();
  }

  /** Rows from 1. */
  private List<Integer> dropped(int rows, int count, Random random) {
    if (this == RANDOM) {
      List<Integer> all = new ArrayList<>();
      for (int row = 1; row <= rows; row++) {
        all.add(row);
      }
      Collections.shuffle(all, random);
      return all.subList(0, count);
    }
    int first = this == TAIL ? rows - count + 1 : 2 + random.nextInt(Math.max(1, rows - count - 1));
    List<Integer> block = new ArrayList<>();
    for (int row = first; row < first + count; row++) {
      block.add(row);
    }
    return block;
  }

  /** Records with their line feeds; one inside quotation marks ends none. */
  private static List<String> records(String csv) {
    List<String> records = new ArrayList<>();
    boolean quoted = false;
    int from = 0;
    for (int i = 0; i < csv.length(); i++) {
      quoted ^= csv.charAt(i) == '"';
      if (csv.charAt(i) == '\n' && !quoted) {
        records.add(csv.substring(from, i + 1));
        from = i + 1;
      }
    }
    if (from < csv.length()) {
      records.add(csv.substring(from));
    }
    return records;
  }
}
