package io.plumbline.benchmarks.journal;

import io.plumbline.journal.v1.StepRecord;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/** Somewhere to keep records. */
interface Store extends AutoCloseable {
  /** Takes records; on the disk, where the store was made to sync, when it returns. */
  void append(List<StepRecord> records) throws IOException, SQLException, InterruptedException;

  /** On return everything is in files. */
  @Override
  void close() throws IOException, SQLException;
}
