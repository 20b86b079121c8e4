package io.plumbline.cli;

import com.google.protobuf.ByteString;
import io.plumbline.env.v1.DimensionGrade;
import io.plumbline.env.v1.Flag;
import io.plumbline.journal.v1.StepRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** The records of a journal as a table of DuckDB. */
final class StepTable {
  static final String CREATE =
      "CREATE TABLE records ("
          + "sequence BIGINT, recorded_at TIMESTAMP, step_id VARCHAR, group_id VARCHAR,"
          + " principal VARCHAR, environment VARCHAR, split VARCHAR, seed BIGINT, task_id VARCHAR,"
          + " task_hash VARCHAR, profile VARCHAR, grader_version VARCHAR, reward_rule VARCHAR,"
          + " attempt INTEGER, turn INTEGER, token_budget INTEGER, finish_reason VARCHAR,"
          + " token_count INTEGER, output VARCHAR, reward DOUBLE, assessed_weight DOUBLE,"
          + " dimensions MAP(VARCHAR, DOUBLE), statuses MAP(VARCHAR, VARCHAR), flags VARCHAR[],"
          + " terminated BOOLEAN, truncated BOOLEAN)";

  /** Of records of the same step the first one counts. */
  static final List<String> VIEWS =
      List.of(
          "CREATE TABLE repeats AS SELECT id FROM (SELECT rowid AS id, row_number() OVER (PARTITION"
              + " BY step_id ORDER BY rowid) AS nth FROM records) WHERE nth > 1",
          "CREATE VIEW steps AS SELECT * FROM records WHERE rowid NOT IN (SELECT id FROM repeats)",
          "CREATE VIEW episodes AS SELECT * FROM steps WHERE terminated OR truncated");

  private StepTable() {}

  /** Takes records as they are read. */
  static final class Rows implements Consumer<StepRecord>, AutoCloseable {
    private static final String FINISH = "FINISH_REASON_";
    private static final String STATUS = "DIMENSION_STATUS_";

    private final DuckDBAppender appender;

    Rows(Connection connection) throws SQLException {
      appender = connection.unwrap(DuckDBConnection.class).createAppender("records");
    }

    @Override
    public void accept(StepRecord record) {
      try {
        append(record);
      } catch (SQLException e) {
        throw new IllegalStateException("a record does not fit its table", e);
      }
    }

    /** In the order of the columns. */
    private void append(StepRecord record) throws SQLException {
      appender.beginRow();
      appender.append(record.getSequence());
      appender.appendEpochMicros(
          record.getRecordedAt().getSeconds() * 1_000_000
              + record.getRecordedAt().getNanos() / 1000);
      appender.append(hex(record.getStepId()));
      appender.append(hex(record.getGroupId()));
      appender.append(record.getPrincipal());
      appender.append(record.getEnvironment());
      appender.append(record.getSplit());
      appender.append(record.getSeed());
      appender.append(record.getTaskId());
      appender.append(record.getTaskHash());
      appender.append(record.getProfile());
      appender.append(record.getGrade().getGraderVersion());
      appender.append(record.getRewardRule());
      appender.append(record.getAttempt());
      appender.append(record.getTurn());
      appendIf(record.hasTokenBudget(), record.getTokenBudget());
      appender.append(without(FINISH, record.getFinishReason()));
      appendIf(record.hasTokenCount(), record.getTokenCount());
      appender.append(record.getOutput());
      if (record.hasReward()) {
        appender.append(record.getReward());
      } else {
        appender.appendNull();
      }
      appender.append(record.getGrade().getAssessedWeight());
      appender.append(values(record));
      appender.append(statuses(record));
      appender.append(record.getGrade().getFlagsList().stream().map(Flag::getName).toList());
      appender.append(record.getTerminated());
      appender.append(record.getTruncated());
      appender.endRow();
    }

    private void appendIf(boolean present, int value) throws SQLException {
      if (present) {
        appender.append(value);
      } else {
        appender.appendNull();
      }
    }

    /** Null where a dimension failed. */
    private static Map<String, @Nullable Double> values(StepRecord record) {
      Map<String, @Nullable Double> values = new LinkedHashMap<>();
      for (DimensionGrade dimension : record.getGrade().getDimensionsList()) {
        values.put(dimension.getName(), dimension.hasValue() ? dimension.getValue() : null);
      }
      return values;
    }

    private static Map<String, String> statuses(StepRecord record) {
      Map<String, String> statuses = new LinkedHashMap<>();
      for (DimensionGrade dimension : record.getGrade().getDimensionsList()) {
        statuses.put(dimension.getName(), without(STATUS, dimension.getStatus()));
      }
      return statuses;
    }

    private static String without(String prefix, Enum<?> value) {
      return value.name().replace(prefix, "");
    }

    private static String hex(ByteString bytes) {
      return HexFormat.of().formatHex(bytes.toByteArray());
    }

    @Override
    public void close() throws SQLException {
      appender.close();
    }
  }
}
