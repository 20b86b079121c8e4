package io.plumbline.trainer.report;

import java.util.List;

/** Blocks as one HTML page that needs nothing beside itself and runs no script. */
final class HtmlBlocks {
  private final Markup html = new Markup();
  private final ChartWriter charts = new ChartWriter(html);

  private HtmlBlocks() {}

  static String page(String title, List<Block> blocks) {
    return new HtmlBlocks().write(title, blocks);
  }

  private String write(String title, List<Block> blocks) {
    html.open("html", "lang", "en", "xmlns", "http://www.w3.org/1999/xhtml");
    Page.head(html, title);
    html.open("body").open("main");
    blocks.forEach(this::block);
    return html.close().close().close().done();
  }

  private void block(Block block) {
    if (block instanceof Block.Heading heading) {
      html.element("h" + heading.level(), heading.text());
    } else if (block instanceof Block.Words words) {
      html.element("p", words.text());
    } else if (block instanceof Block.Items items) {
      html.open("ul");
      items.texts().forEach(text -> html.element("li", text));
      html.close();
    } else if (block instanceof Block.Grid grid) {
      grid(grid);
    } else if (block instanceof Block.Curves curves) {
      html.open("div", "class", "grid");
      charts.write(curves.chart());
      html.close();
      source(curves.source());
    } else if (block instanceof Block.Arms arms) {
      html.open("figure");
      new ArmFigure(arms).draw(html);
      html.close();
      source(arms.source());
    } else if (block instanceof Block.Tables tables) {
      new SampleTables(html).write(tables.samples());
      source(tables.source());
    }
    html.line();
  }

  private void grid(Block.Grid grid) {
    if (grid.folded()) {
      html.open("details").element("summary", grid.title());
    } else {
      html.element("h3", grid.title());
    }
    html.open(
        "div", "class", "scroll", "role", "region", "tabindex", "0", "aria-label", grid.title());
    html.open("table").element("caption", grid.title(), "class", "hidden");
    html.open("thead").open("tr");
    grid.header().forEach(column -> html.element("th", column, "scope", "col"));
    html.close().close().open("tbody");
    for (List<String> row : grid.rows()) {
      html.open("tr").element("th", row.get(0), "scope", "row");
      row.subList(1, row.size()).forEach(cell -> html.element("td", cell));
      html.close().line();
    }
    html.close().close().close();
    source(grid.source());
    if (grid.folded()) {
      html.close();
    }
  }

  private void source(String source) {
    html.element("p", "From " + source + ".", "class", "quiet");
  }
}
