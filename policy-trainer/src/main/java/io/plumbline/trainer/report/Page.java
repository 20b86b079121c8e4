package io.plumbline.trainer.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** The page as a whole. */
final class Page {
  /** Columns of the table of updates. */
  private static final List<List<String>> COLUMNS =
      List.of(
          List.of("seconds"),
          List.of("reward"),
          List.of("strict", "data_preservation"),
          List.of("terminated"),
          List.of("truncated"),
          List.of("completion_tokens"),
          List.of("kl_token"),
          List.of("kl_sequence"),
          List.of("entropy"),
          List.of("clip_share"),
          List.of("grad_norm"),
          List.of("left_out"),
          List.of("skipped_groups"));

  private final RunFiles run;
  private final Markup html = new Markup();

  Page(RunFiles run) {
    this.run = run;
  }

  String html() throws RunReportException {
    html.open("html", "lang", "en", "xmlns", "http://www.w3.org/1999/xhtml");
    head();
    html.open("body").open("main");
    html.element("h1", "Run " + run.name());
    for (String sentence : Headline.of(run)) {
      html.element("p", sentence, "class", "headline");
    }
    if (!run.missing().isEmpty()) {
      String missing = "Not there: " + String.join(", ", run.missing()) + ".";
      html.element("p", missing, "class", "warning");
    }
    html.element("h2", "Before and after");
    new EvaluationTables(run, html).write();
    training();
    html.element("h2", "Samples");
    if (run.samples().isEmpty()) {
      html.element("p", "No samples.", "class", "quiet");
    } else {
      html.element(
          "p",
          "Against the reference: − a row that is missing, + one that is invented, ≠ one with"
              + " changed cells, ↕ one that stands elsewhere. In a cell the reference's text is"
              + " struck through, the policy's is underlined. The counts are of this comparison; the"
              + " grades are in the tables above.",
          "class",
          "quiet");
      new SampleTables(html).write(run.samples());
    }
    manifest();
    return html.close().close().close().done();
  }

  private void head() {
    head(html, "Run " + run.name());
  }

  /** The head of a page of ours. */
  static void head(Markup html, String title) {
    html.open("head").leaf("meta", "charset", "utf-8");
    html.leaf("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.leaf("meta", "name", "color-scheme", "content", "light dark");
    // Whatever a policy wrote: nothing on this page runs or is loaded.
    html.leaf(
        "meta",
        "http-equiv",
        "Content-Security-Policy",
        "content",
        "default-src 'none'; style-src 'unsafe-inline'");
    html.element("title", title).element("style", css()).close().line();
  }

  private void training() throws RunReportException {
    html.element("h2", "Training");
    if (run.updates().isEmpty()) {
      html.element("p", "No updates.", "class", "quiet");
    }
    Plots plots = Plots.of(run);
    html.open("div", "class", "grid");
    ChartWriter charts = new ChartWriter(html);
    plots.charts().forEach(charts::write);
    html.close();
    if (!run.updates().isEmpty() && !plots.notLogged().isEmpty()) {
      String notLogged = "Not logged: " + String.join("; ", plots.notLogged()) + ".";
      html.element("p", notLogged, "class", "quiet");
    }
    if (!run.updates().isEmpty()) {
      incidents();
      updates();
    }
  }

  private void incidents() throws RunReportException {
    List<String> alarms = new ArrayList<>();
    for (Map.Entry<Integer, Fields> update : run.updates().entrySet()) {
      for (String alarm : update.getValue().texts("alarms")) {
        alarms.add("update " + update.getKey() + ": " + alarm);
      }
    }
    html.element("h3", "Alarms and what was left out");
    if (alarms.isEmpty()) {
      html.element("p", "No alarm.");
    } else {
      html.open("ul");
      alarms.forEach(alarm -> html.element("li", alarm));
      html.close();
    }
    html.element("p", leftOut("Samples left out", "left_out"));
    html.element("p", leftOut("Groups skipped", "skipped_groups"));
  }

  /** How many over the whole run; the table of updates has them one by one. */
  private String leftOut(String what, String field) throws RunReportException {
    double sum = 0;
    List<Integer> updates = new ArrayList<>();
    for (Map.Entry<Integer, Fields> update : run.updates().entrySet()) {
      double count = update.getValue().number(field).orElse(0);
      if (count != 0) {
        sum += count;
        updates.add(update.getKey());
      }
    }
    return updates.isEmpty()
        ? what + ": none."
        : what
            + ": "
            + Numbers.count(OptionalDouble.of(sum))
            + ", in "
            + updates.size()
            + " of "
            + run.updates().size()
            + " updates, first in update "
            + updates.get(0)
            + ".";
  }

  private void updates() throws RunReportException {
    html.open("details").element("summary", "Every update in numbers");
    html.open("div", "class", "scroll", "role", "region", "tabindex", "0", "aria-label", "Updates");
    html.open("table").element("caption", "Every update in numbers", "class", "hidden");
    html.open("thead").open("tr").element("th", "update", "scope", "col");
    for (List<String> column : COLUMNS) {
      html.element("th", String.join(" ", column), "scope", "col");
    }
    html.close().close().open("tbody");
    for (Map.Entry<Integer, Fields> update : run.updates().entrySet()) {
      html.open("tr").element("th", update.getKey().toString(), "scope", "row");
      for (List<String> column : COLUMNS) {
        html.element("td", Numbers.shown(update.getValue().number(column)));
      }
      html.close().line();
    }
    html.close().close().close().close();
  }

  private void manifest() {
    html.element("h2", "Manifest");
    if (run.manifest().isEmpty()) {
      html.element("p", "No manifest.", "class", "quiet");
      return;
    }
    html.open(
        "div", "class", "scroll", "role", "region", "tabindex", "0", "aria-label", "Manifest");
    html.open("table", "class", "manifest").element("caption", "Manifest", "class", "hidden");
    html.open("tbody");
    entries("", run.manifest().get().json());
    html.close().close().close();
  }

  /** A row for each value that is neither an object nor a list of some. */
  private void entries(String name, JsonNode value) {
    if (value.isObject() && !value.isEmpty()) {
      String prefix = name.isEmpty() ? "" : name + ".";
      value.forEachEntry((field, inner) -> entries(prefix + field, inner));
    } else if (value.isArray() && stream(value).anyMatch(JsonNode::isContainer)) {
      for (int i = 0; i < value.size(); i++) {
        entries(name + "[" + i + "]", value.get(i));
      }
    } else {
      String text =
          value.isArray()
              ? String.join(", ", stream(value).map(Page::scalar).toList())
              : scalar(value);
      html.open("tr").element("th", name, "scope", "row").element("td", text).close();
    }
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static String scalar(JsonNode value) {
    return value.isString() ? value.stringValue() : value.toString();
  }

  /** Holds nothing that would have to be escaped: a style element knows no escapes. */
  private static String css() {
    try (InputStream css = Page.class.getResourceAsStream("report.css")) {
      if (css == null) {
        throw new IllegalStateException("report.css is not beside " + Page.class);
      }
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
