package io.plumbline.benchmarks.load;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/** Named figures in the order in which they are given, as text and as data. */
final class Figures {

  /**
   * @param text for people
   * @param value for JSON
   */
  record Cell(String text, Object value) {}

  private final Map<String, Cell> cells = new LinkedHashMap<>();

  /**
   * @param format of the value alone
   */
  Figures put(String name, String format, double value) {
    cells.put(name, new Cell(String.format(Locale.ROOT, format, value), value));
    return this;
  }

  Figures count(String name, long count) {
    cells.put(name, new Cell(String.format(Locale.ROOT, "%,d", count), count));
    return this;
  }

  Figures put(String name, String text) {
    cells.put(name, new Cell(text, text));
    return this;
  }

  /** Milliseconds of a percentile. */
  Figures percentile(String name, Histogram latencies, double percentile) {
    return put(name + " ms", "%.2f", Round.percentileMillis(latencies, percentile));
  }

  /** The median of some rounds, with the least and the most. */
  <T> Figures spread(String name, String format, List<T> rounds, ToDoubleFunction<T> figure) {
    List<Double> values =
        rounds.stream().map(figure::applyAsDouble).sorted(Comparator.naturalOrder()).toList();
    double median = values.get(values.size() / 2);
    double least = values.get(0);
    double most = values.get(values.size() - 1);
    String text =
        String.format(
            Locale.ROOT, format + " (" + format + "-" + format + ")", median, least, most);
    cells.put(name, new Cell(text, Map.of("median", median, "least", least, "most", most)));
    return this;
  }

  Map<String, Cell> cells() {
    return cells;
  }

  Map<String, Object> data() {
    Map<String, Object> data = new LinkedHashMap<>();
    cells.forEach((name, cell) -> data.put(name, cell.value()));
    return data;
  }

  /** A line each. */
  String text() {
    StringBuilder text = new StringBuilder();
    cells.forEach(
        (name, cell) -> text.append(String.format(Locale.ROOT, "%-44s %s%n", name, cell.text())));
    return text.toString().stripTrailing();
  }
}
