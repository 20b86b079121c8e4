package io.plumbline.trainer.report;

import io.plumbline.trainer.report.Chart.Axis;
import io.plumbline.trainer.report.Chart.Point;
import io.plumbline.trainer.report.Chart.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Draws charts as figures with SVG inside. Lines differ in colour and in their markers; title,
 * description and legend say in words what the lines show.
 */
final class ChartWriter {
  // Narrow, so that the letters stay readable where a phone shrinks the drawing.
  private static final int WIDTH = 360;
  private static final int HEIGHT = 200;
  private static final int LEFT = 44;
  private static final int RIGHT = WIDTH - 10;
  private static final int TOP = 10;
  private static final int BOTTOM = HEIGHT - 34;

  /** A line with more points than this has markers at some of them only: at {@link #SOME}. */
  private static final int MARKED = 25;

  private static final int SOME = 7;

  /** Circle, square, triangle, diamond, triangle upside down, cross. Colours are in report.css. */
  private static final List<String> MARKERS =
      List.of(
          "M-3 0a3 3 0 1 0 6 0a3 3 0 1 0 -6 0z",
          "M-2.7 -2.7h5.4v5.4h-5.4z",
          "M0 -3.4L3.3 2.6H-3.3z",
          "M0 -3.7L3.7 0L0 3.7L-3.7 0z",
          "M0 3.4L3.3 -2.6H-3.3z",
          "M-3 -1h2v-2h2v2h2v2h-2v2h-2v-2h-2z");

  private final Markup html;
  private int charts;

  ChartWriter(Markup html) {
    this.html = html;
  }

  void write(Chart chart) {
    charts++;
    html.open("figure", "class", "chart").element("figcaption", chart.title());
    String title = "chart" + charts + "t";
    String description = "chart" + charts + "d";
    html.open(
        "svg",
        "xmlns",
        "http://www.w3.org/2000/svg",
        "viewBox",
        "0 0 " + WIDTH + " " + HEIGHT,
        "role",
        "img",
        "aria-labelledby",
        title + " " + description);
    html.element("title", chart.title() + " by " + chart.along(), "id", title);
    html.element("desc", described(chart), "id", description);
    draw(chart);
    html.close();
    legend(chart);
    html.close().line();
  }

  private void draw(Chart chart) {
    Axis x = chart.x();
    Axis y = chart.y();
    for (double tick : y.ticks()) {
      double at = at(tick, y, BOTTOM, TOP);
      html.leaf("path", "class", "grid", "d", "M" + LEFT + " " + Svg.coordinate(at) + "H" + RIGHT);
      Svg.label(html, LEFT - 5, at + 4, "end", tickLabel(tick));
    }
    for (double tick : x.ticks()) {
      Svg.label(html, at(tick, x, LEFT, RIGHT), BOTTOM + 15, "middle", Svg.coordinate(tick));
    }
    Svg.label(html, (LEFT + RIGHT) / 2.0, HEIGHT - 5, "middle", chart.along());
    for (int i = 0; i < chart.lines().size(); i++) {
      line(chart.lines().get(i), i % MARKERS.size(), x, y);
    }
  }

  private void line(Series series, int style, Axis x, Axis y) {
    StringBuilder path = new StringBuilder();
    List<Point> marked = new ArrayList<>();
    List<Point> points = series.points();
    int every = points.size() <= MARKED ? 1 : points.size() / SOME;
    int offset = every * style / MARKERS.size(); // so that markers of two lines do not meet
    for (int i = 0; i < points.size(); i++) {
      Point point = points.get(i);
      if (!point.isDrawn()) {
        continue;
      }
      boolean begins = i == 0 || !points.get(i - 1).isDrawn();
      boolean ends = i + 1 == points.size() || !points.get(i + 1).isDrawn();
      path.append(begins ? 'M' : 'L').append(place(point, x, y));
      if ((begins && ends) || i % every == offset) {
        marked.add(point);
      }
    }
    html.leaf("path", "class", "line s" + style, "d", path.toString());
    for (Point point : marked) {
      String value = series.name() + " at " + point.x() + ": " + Numbers.shown(point.y());
      marker(style, place(point, x, y)).element("title", value).close();
    }
  }

  /** Left open. */
  private Markup marker(int style, String place) {
    String shape = MARKERS.get(style);
    String to = "translate(" + place + ")";
    return html.open("path", "class", "mark s" + style, "d", shape, "transform", to);
  }

  private void legend(Chart chart) {
    html.open("ul", "class", "legend");
    for (int i = 0; i < chart.lines().size(); i++) {
      Series series = chart.lines().get(i);
      int style = i % MARKERS.size();
      html.open("li").open("svg", "viewBox", "0 0 30 10", "aria-hidden", "true");
      html.leaf("path", "class", "line s" + style, "d", "M0 5H30");
      marker(style, "15 5").close();
      html.close().text(series.name() + " ");
      html.element("span", fromTo(series), "class", "quiet").close();
      String undrawn = undrawn(chart, series);
      if (!undrawn.isEmpty()) {
        html.element("li", undrawn, "class", "warning");
      }
    }
    html.close();
  }

  private static String described(Chart chart) {
    StringBuilder words = new StringBuilder();
    for (Series series : chart.lines()) {
      List<Point> drawn = series.drawn();
      words.append(words.isEmpty() ? "" : " ").append(series.name()).append(": ");
      if (!drawn.isEmpty()) {
        Point first = drawn.get(0);
        Point last = drawn.get(drawn.size() - 1);
        words
            .append(Numbers.shown(first.y()))
            .append(" at ")
            .append(chart.along())
            .append(' ')
            .append(first.x())
            .append(", ")
            .append(Numbers.shown(last.y()))
            .append(" at ")
            .append(last.x())
            .append(", between ")
            .append(Numbers.shown(drawn.stream().mapToDouble(Point::y).min().orElseThrow()))
            .append(" and ")
            .append(Numbers.shown(drawn.stream().mapToDouble(Point::y).max().orElseThrow()))
            .append('.');
      }
      words.append(undrawn(chart, series));
    }
    return words.toString();
  }

  private static String fromTo(Series series) {
    List<Point> points = series.points();
    String first = Numbers.shown(points.get(0).y());
    String last = Numbers.shown(points.get(points.size() - 1).y());
    return points.size() == 1 ? first : first + " → " + last;
  }

  /** Where a line is interrupted; empty where it is not. */
  private static String undrawn(Chart chart, Series series) {
    List<Point> points = series.points().stream().filter(point -> !point.isDrawn()).toList();
    if (points.isEmpty()) {
      return "";
    }
    Point first = points.get(0);
    String at = " at " + chart.along() + " " + first.x();
    String more = points.size() == 1 ? "" : " and " + (points.size() - 1) + " more";
    return series.name() + " cannot be drawn" + at + more + ": " + Numbers.shown(first.y());
  }

  private static String place(Point point, Axis x, Axis y) {
    return Svg.place(at(point.x(), x, LEFT, RIGHT), at(point.y(), y, BOTTOM, TOP));
  }

  private static double at(double value, Axis axis, int from, int to) {
    return from + axis.at(value) * (to - from);
  }

  private static String tickLabel(double value) {
    double size = Math.abs(value);
    if (size != 0 && (size < 1e-3 || size >= 1e5)) {
      return String.format(Locale.ROOT, "%.0e", value);
    }
    String text = String.format(Locale.ROOT, "%.4f", value);
    return text.replaceAll("\\.?0+$", "");
  }
}
