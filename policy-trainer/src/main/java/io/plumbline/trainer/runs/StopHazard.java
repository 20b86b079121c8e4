package io.plumbline.trainer.runs;

import java.util.ArrayList;
import java.util.List;

/**
 * How likely a policy is to end at each row boundary before the table's end: of the tables that
 * were written for at least k rows and had more to write, the share that ended there.
 */
final class StopHazard {
  private final List<int[]> reachedAndEnded = new ArrayList<>();

  /**
   * Counts one output.
   *
   * @param input the table to be cleaned, one line for each row and one for the header
   * @param stopped whether the policy ended by itself
   */
  void add(String input, String output, boolean stopped) {
    int all = rows(input);
    int written = rows(output);
    for (int k = 0; k <= Math.min(written, all - 1); k++) {
      while (reachedAndEnded.size() <= k) {
        reachedAndEnded.add(new int[2]);
      }
      reachedAndEnded.get(k)[0]++;
      if (k == written && stopped) {
        reachedAndEnded.get(k)[1]++;
      }
    }
  }

  /** By the number of rows already written, as far as any output got. */
  List<Double> byRow() {
    return reachedAndEnded.stream().map(counts -> (double) counts[1] / counts[0]).toList();
  }

  private static int rows(String table) {
    return (int) Math.max(0, table.lines().filter(line -> !line.isBlank()).count() - 1);
  }
}
