package io.plumbline.benchmarks.journal;

import com.google.protobuf.ByteString;
import io.plumbline.journal.v1.StepRecord;
import io.plumbline.server.journal.GradedStep;
import io.plumbline.server.journal.Journal;
import io.plumbline.server.journal.JournalConfig;
import io.plumbline.server.journal.JournalMode;
import io.plumbline.server.journal.JournalStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The journal as the server uses it, its queue and its thread included. */
final class Segments implements Store {
  private static final int WAITING = 4096;

  private final Journal journal;

  Segments(Path directory, boolean sync) throws IOException {
    journal =
        Journal.open(JournalConfig.of(directory, sync ? JournalMode.SYNC : JournalMode.ASYNC));
  }

  private record Step(StepRecord whole) implements GradedStep {
    @Override
    public ByteString id() {
      return whole.getStepId();
    }

    @Override
    public int bytes() {
      return whole.getSerializedSize();
    }

    @Override
    public StepRecord.Builder record() {
      return whole.toBuilder();
    }
  }

  @Override
  public void append(List<StepRecord> records) throws InterruptedException {
    CompletableFuture<?>[] recorded =
        records.stream()
            .map(record -> journal.append(new Step(record)))
            .toArray(CompletableFuture[]::new);
    CompletableFuture.allOf(recorded).join();
    while (journal.status().waiting() > WAITING) {
      Thread.sleep(1); // or it would drop, as it should
    }
  }

  @Override
  public void close() {
    journal.close();
    JournalStatus status = journal.status();
    if (status.recorded() != status.graded()) {
      throw new IllegalStateException("recorded: " + status + " (expected: everything)");
    }
  }
}
