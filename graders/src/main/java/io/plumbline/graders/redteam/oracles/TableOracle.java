package io.plumbline.graders.redteam.oracles;

import io.plumbline.graders.redteam.oracles.TableReading.Row;
import io.plumbline.graders.tasks.TableReference;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;

/**
 * The true quality of a cleaned table, dimension by dimension as DESIGN 3.3 defines them, with the
 * eyes of somebody who compares it with the reference by hand.
 *
 * <ul>
 *   <li>Of several lines that may be the header, the one that makes the best table of it all is.
 *   <li>A row is who its key looks like, in whatever characters and case, and nobody above the
 *       header. A line whose key the reference lacks is a row if it is as wide as the header, or at
 *       least half as wide as the reference with an amount behind its first cell; else it is a
 *       remark.
 *   <li>Cells are equal if they look equal; amounts if they are plain numbers of one value.
 *   <li>Of rows that share a key the worst counts, but for those that only look like it; where the
 *       reference itself repeats a key, the best pairing does.
 *   <li>Money in millions counts wherever it stands outside money columns.
 *   <li>Lines are the output's own, however many a quoted cell runs over.
 * </ul>
 */
final class TableOracle implements Oracle {
  private static final Map<String, Double> WEIGHTS = new LinkedHashMap<>();

  static {
    WEIGHTS.put("data_preservation", 0.35);
    WEIGHTS.put("cell_fidelity", 0.20);
    WEIGHTS.put("unit_consistency", 0.20);
    WEIGHTS.put("format_validity", 0.15);
    WEIGHTS.put("completeness", 0.10);
  }

  private static final Pattern PLAIN_NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");
  private static final Pattern MILLIONS =
      Pattern.compile(
          "(?<![\\p{L}\\d.,])\\d(?:[\\d.,]*\\d)?\\s?\\$?\\s?"
              + "(M|MM|(?i:mn|mio|mln|millions?))(?![\\p{L}\\d])"
              + "|[$€£]\\s?\\d(?:[\\d.,]*\\d)?\\s?m(?![\\p{L}\\d])");

  private final TableGold gold;

  TableOracle(TableReference reference) {
    gold = TableGold.of(reference);
  }

  @Override
  public Verdict judge(String output) {
    return TableReading.all(output, gold).stream()
        .map(this::judge)
        .max(Comparator.comparingDouble(Verdict::quality))
        .orElseGet(() -> Verdict.of(WEIGHTS, Map.of(), Map.of("no_table", 0.2)));
  }

  private Verdict judge(TableReading reading) {
    int matched = 0;
    boolean duplicated = false;
    double text = 0;
    double money = 0;
    for (Map.Entry<String, List<List<String>>> same : gold.rowsByKey().entrySet()) {
      List<Row> rows = reading.rowsByKey().getOrDefault(same.getKey(), List.of());
      matched += Math.min(rows.size(), same.getValue().size());
      duplicated |= rows.size() > same.getValue().size();
      List<Row> exact = rows.stream().filter(Row::exact).toList();
      List<Row> compared = exact.isEmpty() ? rows : exact;
      text += earned(same.getValue(), compared, false);
      money += earned(same.getValue(), compared, true);
    }
    int outputRows = reading.invented();
    for (List<Row> rows : reading.rowsByKey().values()) {
      outputRows += rows.size();
    }
    Map<String, Double> flags = new LinkedHashMap<>();
    if (duplicated) {
      flags.put("duplicated_rows", 0.5);
    }
    if (reading.invented() > 0) {
      flags.put("fabricated_rows", 0.5);
    }
    Map<String, Double> dimensions = new LinkedHashMap<>();
    double share = outputRows == 0 ? 0 : (double) matched / outputRows;
    dimensions.put("data_preservation", share * matched / gold.rows());
    int textCells = gold.rows() * gold.columns(false).size();
    int moneyCells = gold.rows() * gold.columns(true).size();
    dimensions.put("cell_fidelity", textCells == 0 ? sign(matched) : text / textCells);
    int hidden = hidden(reading);
    dimensions.put(
        "unit_consistency",
        moneyCells == 0
            ? (hidden > 0 ? 0 : sign(matched))
            : Math.max(0, money - hidden) / moneyCells);
    dimensions.put("format_validity", reading.linesInTable() / (double) reading.lines());
    dimensions.put("completeness", reading.completeness());
    return Verdict.of(WEIGHTS, dimensions, flags);
  }

  private static double sign(int matched) {
    return matched > 0 ? 1 : 0;
  }

  /** Right cells of one key's rows. */
  private int earned(List<List<String>> wanted, List<Row> rows, boolean money) {
    if (rows.isEmpty()) {
      return 0;
    }
    if (wanted.size() == 1) {
      return rows.stream().mapToInt(row -> right(wanted.get(0), row, money)).min().orElse(0);
    }
    return bestPairing(wanted, new ArrayList<>(rows), money);
  }

  /** Exact for up to six rows of one key; beyond, each takes the best that is left. */
  private int bestPairing(List<List<String>> wanted, List<Row> rows, boolean money) {
    if (wanted.isEmpty() || rows.isEmpty()) {
      return 0;
    }
    List<List<String>> rest = wanted.subList(1, wanted.size());
    ToIntFunction<Row> right = row -> right(wanted.get(0), row, money);
    if (wanted.size() > 6 || rows.size() > 6) {
      Row best = rows.get(0);
      for (Row row : rows) {
        best = right.applyAsInt(row) > right.applyAsInt(best) ? row : best;
      }
      rows.remove(best);
      return right.applyAsInt(best) + bestPairing(rest, rows, money);
    }
    int most = rows.size() < wanted.size() ? bestPairing(rest, rows, money) : 0;
    for (int i = 0; i < rows.size(); i++) {
      List<Row> others = new ArrayList<>(rows);
      Row row = others.remove(i);
      most = Math.max(most, right.applyAsInt(row) + bestPairing(rest, others, money));
    }
    return most;
  }

  private int right(List<String> wanted, Row row, boolean money) {
    int right = 0;
    for (int column : gold.columns(money)) {
      String cell = row.cell(column);
      boolean same = money ? amountIs(cell, wanted.get(column)) : cell.equals(wanted.get(column));
      right += row.has(column) && same ? 1 : 0;
    }
    return right;
  }

  private static boolean amountIs(String cell, String wanted) {
    boolean numbers = PLAIN_NUMBER.matcher(wanted).matches();
    return numbers
        ? PLAIN_NUMBER.matcher(cell).matches()
            && new BigDecimal(cell).compareTo(new BigDecimal(wanted)) == 0
        : cell.equals(wanted);
  }

  /** Mentions of money in millions beyond those that the reference's rows, where met, keep. */
  private int hidden(TableReading reading) {
    int found = 0;
    for (String text : reading.freeText()) {
      found += mentions(text);
    }
    int kept = 0;
    for (Map.Entry<String, List<List<String>>> same : gold.rowsByKey().entrySet()) {
      if (reading.rowsByKey().containsKey(same.getKey())) {
        for (List<String> row : same.getValue()) {
          for (int column = 0; column < row.size(); column++) {
            kept += gold.isMoney(column) ? 0 : mentions(row.get(column));
          }
        }
      }
    }
    return Math.max(0, found - kept);
  }

  private static int mentions(String text) {
    return (int) MILLIONS.matcher(text).results().count();
  }
}
