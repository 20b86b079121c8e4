package io.plumbline.benchmarks.journal;

import io.plumbline.env.v1.FinishReason;
import io.plumbline.journal.v1.StepRecord;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** SQLite with a write-ahead log; a transaction for each batch. */
final class Sqlite implements Store {
  static final String COLUMNS =
      "sequence BIGINT, recorded_at BIGINT, step_id BLOB, group_id BLOB, principal VARCHAR,"
          + " environment VARCHAR, split VARCHAR, seed BIGINT, task_id VARCHAR, task_hash VARCHAR,"
          + " profile VARCHAR, reward_rule VARCHAR, attempt INTEGER, turn INTEGER,"
          + " truncated BOOLEAN, token_count INTEGER, output VARCHAR, reward DOUBLE, grade BLOB";

  private final Connection connection;
  private final PreparedStatement insert;

  Sqlite(Path directory, boolean sync) throws SQLException {
    connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("steps.sqlite"));
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = " + (sync ? "FULL" : "OFF"));
      statement.execute("CREATE TABLE steps (" + COLUMNS + ")");
    }
    connection.setAutoCommit(false);
    insert =
        connection.prepareStatement(
            "INSERT INTO steps VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
  }

  @Override
  public void append(List<StepRecord> records) throws SQLException {
    for (StepRecord record : records) {
      insert.setLong(1, record.getSequence());
      insert.setLong(2, record.getRecordedAt().getSeconds());
      insert.setBytes(3, record.getStepId().toByteArray());
      insert.setBytes(4, record.getGroupId().toByteArray());
      insert.setString(5, record.getPrincipal());
      insert.setString(6, record.getEnvironment());
      insert.setString(7, record.getSplit());
      insert.setLong(8, record.getSeed());
      insert.setString(9, record.getTaskId());
      insert.setString(10, record.getTaskHash());
      insert.setString(11, record.getProfile());
      insert.setString(12, record.getRewardRule());
      insert.setInt(13, record.getAttempt());
      insert.setInt(14, record.getTurn());
      insert.setBoolean(15, record.getFinishReason() == FinishReason.FINISH_REASON_LENGTH);
      insert.setInt(16, record.getTokenCount());
      insert.setString(17, record.getOutput());
      insert.setDouble(18, record.getReward());
      insert.setBytes(19, record.getGrade().toByteArray());
      insert.addBatch();
    }
    insert.executeBatch();
    connection.commit();
  }

  @Override
  public void close() throws SQLException {
    insert.close();
    connection.close();
  }
}
