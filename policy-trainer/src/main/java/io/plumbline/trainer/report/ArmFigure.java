package io.plumbline.trainer.report;

import io.plumbline.graders.gates.PromotionGate;
import io.plumbline.graders.statistics.Interval;

/**
 * The main figure: a line for each arm, with what it keeps of stress tables under either budget and
 * the interval of that. The same drawing stands in the page and in a file of its own.
 */
final class ArmFigure {
  private static final int WIDTH = 720;
  private static final int LEFT = 250;
  private static final int RIGHT = WIDTH - 20;
  private static final int TOP = 46;
  private static final int LINE = 24;

  /** Above and below the middle of a line, so that two intervals do not hide one another. */
  private static final int APART = 5;

  private static final String STYLE =
      ".arms text{font:12px system-ui,sans-serif;fill:#1b1d21}"
          + ".arms .axis{stroke:#d9dce1}.arms .gate{stroke:#5a606a;stroke-dasharray:4 3}"
          + ".arms .ample{stroke:#1261a6;fill:#1261a6}.arms .tight{stroke:#b8480a;fill:none}"
          + ".arms .paper{fill:#fff}"
          + "@media(prefers-color-scheme:dark){.arms text{fill:#e6e8eb}.arms .axis{stroke:#353a41}"
          + ".arms .gate{stroke:#a3a9b3}.arms .ample{stroke:#6cb4f5;fill:#6cb4f5}"
          + ".arms .tight{stroke:#ff9e63}.arms .paper{fill:#15171a}}";

  private final Block.Arms arms;

  ArmFigure(Block.Arms arms) {
    this.arms = arms;
  }

  /** A file of its own. */
  String file() {
    Markup svg = new Markup("");
    draw(svg);
    return svg.line().done();
  }

  void draw(Markup svg) {
    int bottom = TOP + LINE * arms.rows().size();
    int height = bottom + 38;
    svg.open(
        "svg",
        "xmlns",
        "http://www.w3.org/2000/svg",
        "class",
        "arms",
        "viewBox",
        "0 0 " + WIDTH + " " + height,
        "role",
        "img",
        "aria-label",
        described());
    svg.element("title", arms.title()).element("style", STYLE);
    svg.leaf("rect", "class", "paper", "width", "" + WIDTH, "height", "" + height);
    Svg.label(svg, 0, 14, "start", arms.title());
    key(svg, "ample", LEFT, "within " + arms.ample() + " tokens: ample");
    key(svg, "tight", LEFT + 225, "within " + arms.tight() + " tokens: truncating");
    for (int tenths = 0; tenths <= 10; tenths += 2) {
      String x = Svg.coordinate(at(tenths / 10.0));
      svg.leaf("path", "class", "axis", "d", "M" + x + " " + TOP + "V" + bottom);
      Svg.label(svg, at(tenths / 10.0), bottom + 16, "middle", Svg.coordinate(tenths / 10.0));
    }
    String gate = Svg.coordinate(at(PromotionGate.STRESS));
    svg.leaf("path", "class", "gate", "d", "M" + gate + " " + TOP + "V" + bottom);
    Svg.label(svg, at(PromotionGate.STRESS), bottom + 30, "middle", "gate");
    double middle = TOP + LINE / 2.0;
    for (Block.Arms.Row row : arms.rows()) {
      Svg.label(svg, LEFT - 10, middle + 4, "end", row.name());
      mark(svg, "ample", row.ample(), middle - APART);
      mark(svg, "tight", row.tight(), middle + APART);
      middle += LINE;
    }
    svg.close();
  }

  private void key(Markup svg, String budget, double x, String words) {
    dot(svg, budget, x, 31);
    Svg.label(svg, x + 10, 35, "start", words);
  }

  private static void mark(Markup svg, String budget, Interval of, double y) {
    String path = "M" + Svg.place(at(of.low()), y) + "H" + Svg.coordinate(at(of.high()));
    svg.leaf("path", "class", budget, "d", path, "stroke-width", "2");
    dot(svg, budget, at(of.estimate()), y);
  }

  /** Two forms, for who does not tell the colours apart. */
  private static void dot(Markup svg, String budget, double x, double y) {
    String form =
        budget.equals("ample") ? "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z" : "m-3.5 -3.5h7v7h-7z";
    svg.leaf("path", "class", "paper", "d", "M" + Svg.place(x, y) + form);
    svg.leaf("path", "class", budget, "d", "M" + Svg.place(x, y) + form);
  }

  private String described() {
    StringBuilder words = new StringBuilder(arms.title()).append('.');
    for (Block.Arms.Row row : arms.rows()) {
      words
          .append(' ')
          .append(row.name())
          .append(": ")
          .append(ArmResults.shown(row.ample()))
          .append(", truncating ")
          .append(ArmResults.shown(row.tight()))
          .append('.');
    }
    return words.toString();
  }

  private static double at(double share) {
    return LEFT + share * (RIGHT - LEFT);
  }
}
