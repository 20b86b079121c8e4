package io.plumbline.benchmarks.journal;

import io.plumbline.env.v1.FinishReason;
import io.plumbline.journal.v1.StepRecord;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** DuckDB by its appender; a transaction for each batch, which it always syncs. */
final class DuckDb implements Store {
  private final DuckDBConnection connection;

  DuckDb(Path directory) throws SQLException {
    connection =
        (DuckDBConnection)
            DriverManager.getConnection("jdbc:duckdb:" + directory.resolve("steps.duckdb"));
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE steps (" + Sqlite.COLUMNS + ")");
    }
  }

  @Override
  public void append(List<StepRecord> records) throws SQLException {
    try (DuckDBAppender appender = connection.createAppender("steps")) {
      for (StepRecord record : records) {
        appender.beginRow();
        appender.append(record.getSequence());
        appender.append(record.getRecordedAt().getSeconds());
        appender.append(record.getStepId().toByteArray());
        appender.append(record.getGroupId().toByteArray());
        appender.append(record.getPrincipal());
        appender.append(record.getEnvironment());
        appender.append(record.getSplit());
        appender.append(record.getSeed());
        appender.append(record.getTaskId());
        appender.append(record.getTaskHash());
        appender.append(record.getProfile());
        appender.append(record.getRewardRule());
        appender.append(record.getAttempt());
        appender.append(record.getTurn());
        appender.append(record.getFinishReason() == FinishReason.FINISH_REASON_LENGTH);
        appender.append(record.getTokenCount());
        appender.append(record.getOutput());
        appender.append(record.getReward());
        appender.append(record.getGrade().toByteArray());
        appender.endRow();
      }
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
