package io.plumbline.trainer.report;

import io.plumbline.trainer.report.Chart.Point;
import io.plumbline.trainer.report.Chart.Series;
import io.plumbline.trainer.report.TableDiff.Kind;
import io.plumbline.trainer.report.TableDiff.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Blocks as Markdown: charts as tables of their points, tables that were written as diffs. */
final class MarkdownBlocks {
  /** A chart with more values of x shows this many of them. */
  private static final int COLUMNS = 13;

  private final StringBuilder out = new StringBuilder();

  private MarkdownBlocks() {}

  static String page(List<Block> blocks) {
    MarkdownBlocks page = new MarkdownBlocks();
    blocks.forEach(page::block);
    return page.out.toString().stripTrailing() + "\n";
  }

  private void block(Block block) {
    if (block instanceof Block.Heading heading) {
      paragraph("#".repeat(heading.level()) + " " + text(heading.text()));
    } else if (block instanceof Block.Words words) {
      paragraph(text(words.text()));
    } else if (block instanceof Block.Items items) {
      items.texts().forEach(item -> out.append("- ").append(text(item)).append('\n'));
      out.append('\n');
    } else if (block instanceof Block.Grid grid) {
      grid(grid);
    } else if (block instanceof Block.Curves curves) {
      grid(numbers(curves));
    } else if (block instanceof Block.Arms arms) {
      paragraph("![" + text(arms.title()) + "](" + arms.file() + ")");
      source(arms.source());
    } else if (block instanceof Block.Tables tables) {
      tables.samples().forEach(this::diff);
      source(tables.source());
    }
  }

  private void paragraph(String text) {
    out.append(text).append("\n\n");
  }

  private void grid(Block.Grid grid) {
    if (grid.folded()) {
      paragraph("<details><summary>" + text(grid.title()) + "</summary>");
    } else {
      paragraph("### " + text(grid.title()));
    }
    row(grid.header());
    out.append("|---".repeat(grid.header().size())).append("|\n");
    grid.rows().forEach(this::row);
    out.append('\n');
    source(grid.source());
    if (grid.folded()) {
      paragraph("</details>");
    }
  }

  private void row(List<String> cells) {
    out.append('|');
    cells.forEach(cell -> out.append(' ').append(text(cell)).append(" |"));
    out.append('\n');
  }

  private void source(String source) {
    paragraph("From " + text(source) + ".");
  }

  private static Block.Grid numbers(Block.Curves curves) {
    Chart chart = curves.chart();
    List<Integer> all =
        chart.lines().stream()
            .flatMap(series -> series.points().stream())
            .map(Point::x)
            .distinct()
            .sorted()
            .toList();
    List<Integer> shown = new ArrayList<>();
    int columns = Math.min(COLUMNS, all.size());
    for (int i = 0; i < columns; i++) {
      shown.add(
          all.get(columns == 1 ? 0 : Math.round((float) i * (all.size() - 1) / (columns - 1))));
    }
    List<String> header = new ArrayList<>(List.of(chart.along()));
    shown.forEach(x -> header.add(Integer.toString(x)));
    List<List<String>> rows = new ArrayList<>();
    for (Series series : chart.lines()) {
      List<String> row = new ArrayList<>(List.of(series.name()));
      for (int x : shown) {
        row.add(Numbers.shown(at(series, x)));
      }
      rows.add(row);
    }
    return new Block.Grid(chart.title(), header, rows, false, curves.source());
  }

  private static OptionalDouble at(Series series, int x) {
    return series.points().stream()
        .filter(point -> point.x() == x)
        .mapToDouble(Point::y)
        .findFirst();
  }

  private void diff(Sample sample) {
    String phase = sample.after() ? " after training" : " before training";
    paragraph(
        "`" + sample.task() + "`" + phase + (sample.truncated() ? ", cut off by the budget" : ""));
    out.append("```diff\n");
    for (Row row : SampleTables.diff(sample)) {
      if (row.kind() == Kind.CHANGED || row.kind() == Kind.MISSING) {
        line("- ", row.reference());
      }
      if (row.kind() == Kind.CHANGED || row.kind() == Kind.INVENTED) {
        line("+ ", row.output());
      }
      if (row.kind() == Kind.SAME || row.kind() == Kind.MOVED) {
        line("  ", row.output());
      }
    }
    out.append("```\n\n");
  }

  /** Whatever a policy wrote stays on its line and inside its fence. */
  private void line(String sign, List<String> cells) {
    String line = String.join(",", cells).replaceAll("[\\p{Cntrl}`]", " ");
    out.append(sign).append(line).append('\n');
  }

  /** What would be markup is shown as it is. */
  private static String text(String text) {
    return text.replace("\\", "\\\\")
        .replace("|", "\\|")
        .replace("<", "&lt;")
        .replace("*", "\\*")
        .replaceAll("\\R+", " ");
  }
}
