package io.plumbline.cli;

import io.plumbline.server.journal.JournalReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A journal in a DuckDB of its own, in a file for the time of a command, so that it may be larger
 * than memory. Queries cannot change it, and the journal itself is out of their reach.
 */
final class JournalDatabase implements AutoCloseable {
  private static final Pattern ENDING = Pattern.compile("[\\s;]+$");

  private final Path folder;
  private final String url;
  private @Nullable Connection connection;

  JournalDatabase() throws IOException {
    folder = Files.createTempDirectory("plumbline-episodes");
    url = "jdbc:duckdb:" + folder.resolve("journal.duckdb");
  }

  /**
   * Reads the whole journal.
   *
   * @return what was read
   */
  JournalReader.Summary load(JournalReader journal) throws IOException {
    JournalReader.Summary summary;
    try (Connection loading = DriverManager.getConnection(url);
        Statement statement = loading.createStatement()) {
      statement.execute(StepTable.CREATE);
      try (StepTable.Rows rows = new StepTable.Rows(loading)) {
        summary = journal.read(rows);
      }
      for (String view : StepTable.VIEWS) {
        statement.execute(view);
      }
    } catch (SQLException e) {
      throw new IOException("journal: cannot be loaded: " + firstLine(e), e);
    }
    Properties properties = new Properties();
    properties.setProperty("access_mode", "READ_ONLY");
    properties.setProperty("autoinstall_known_extensions", "false"); // would need the network
    try {
      connection = DriverManager.getConnection(url, properties);
    } catch (SQLException e) {
      throw new IOException("journal: cannot be loaded: " + firstLine(e), e);
    }
    return summary;
  }

  private Connection loaded() {
    if (connection == null) {
      throw new IllegalStateException("not loaded");
    }
    return connection;
  }

  /** How many there are, each counted once. */
  long steps() {
    try (Statement statement = loaded().createStatement();
        ResultSet result = statement.executeQuery("SELECT count(*) FROM steps")) {
      result.next();
      return result.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  void printTable(String sql, PrintWriter out) {
    try (Statement statement = loaded().createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      new ResultTable(result).print(out);
    } catch (SQLException e) {
      throw refused(e);
    }
  }

  void printJson(String sql, PrintWriter out) throws IOException {
    Path lines = folder.resolve("result.jsonl");
    export(sql, lines);
    try (BufferedReader reader = Files.newBufferedReader(lines)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        out.print(line);
        out.print('\n');
      }
    }
  }

  /** Writes a query's result as JSON, an object a line, or as Parquet, as the file's name says. */
  void export(String sql, Path file) {
    String query = ENDING.matcher(sql).replaceFirst("");
    String format = isParquet(file) ? "FORMAT parquet, COMPRESSION zstd" : "FORMAT json";
    String name = file.toAbsolutePath().toString().replace("'", "''");
    try (Statement statement = loaded().createStatement()) {
      // On lines of its own, as it may end in a comment.
      statement.execute("COPY (\n" + query + "\n) TO '" + name + "' (" + format + ")");
    } catch (SQLException e) {
      throw refused(e);
    }
  }

  static void requireFormat(Path file) {
    if (!isParquet(file) && !file.toString().endsWith(".jsonl")) {
      throw new UserError("export: " + file + " (expected: a file named .jsonl or .parquet)");
    }
  }

  private static boolean isParquet(Path file) {
    return file.toString().endsWith(".parquet");
  }

  private static UserError refused(SQLException e) {
    return new UserError("sql: " + firstLine(e) + " (expected: a query in DuckDB's SQL)");
  }

  /** The rest points into the query, over several lines. */
  private static String firstLine(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  @Override
  public void close() throws IOException {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      throw new IOException(e);
    } finally {
      for (Path file : files()) {
        Files.delete(file);
      }
      Files.delete(folder);
    }
  }

  private List<Path> files() throws IOException {
    try (var files = Files.list(folder)) {
      return files.toList();
    }
  }
}
