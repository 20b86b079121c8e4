package io.plumbline.cli;

import io.plumbline.server.journal.JournalReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "episodes",
    description =
        "Queries what a server recorded (serve --journal), also while it does: DuckDB's SQL over"
            + " the tables steps and episodes, each step once. Without a query a summary.")
final class EpisodesCommand implements Callable<Integer> {
  private static final String SUMMARY =
      "SELECT environment, split, profile, count(*) AS steps, count(DISTINCT group_id) AS groups,"
          + " round(avg(reward), 3) AS reward, round(avg(truncated::INTEGER), 3) AS truncated,"
          + " min(recorded_at)::VARCHAR AS first, max(recorded_at)::VARCHAR AS last"
          + " FROM steps GROUP BY ALL ORDER BY ALL";

  private static final String EVERYTHING = "SELECT * FROM steps ORDER BY sequence";

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "the journal's directory")
  private Path directory;

  @Option(
      names = "--sql",
      paramLabel = "QUERY",
      description =
          "such as \"SELECT split, avg(dimensions['data_preservation']) FROM steps GROUP BY ALL\";"
              + " DESCRIBE steps lists the columns")
  private @Nullable String sql;

  @Option(
      names = "--export",
      paramLabel = "FILE",
      description =
          "writes the result there, instead of printing it: .jsonl or .parquet; without a query all"
              + " steps")
  private @Nullable Path export;

  @Option(names = "--json", description = "prints an object a line instead of a table")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (export != null) {
      JournalDatabase.requireFormat(export);
      Requirements.writable("export", export);
    }
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    try (JournalDatabase database = new JournalDatabase()) {
      JournalReader.Summary journal = database.load(new JournalReader(directory));
      if (export != null) {
        database.export(sql == null ? EVERYTHING : sql, export);
      } else if (json) {
        database.printJson(sql == null ? SUMMARY : sql, out);
      } else {
        database.printTable(sql == null ? SUMMARY : sql, out);
      }
      out.flush();
      err.printf(
          Locale.ROOT,
          "plumbline: %d records of %d steps; %d were graded, %d dropped or refused, %d died with"
              + " their process%n",
          journal.records(),
          database.steps(),
          journal.graded(),
          journal.dropped(),
          journal.missing());
      journal.damages().forEach(damage -> err.println("plumbline: " + damage));
      err.flush();
      return journal.damages().isEmpty() ? ExitCodes.OK : ExitCodes.NO;
    }
  }
}
