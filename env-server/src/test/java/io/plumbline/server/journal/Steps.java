package io.plumbline.server.journal;

import com.google.protobuf.ByteString;
import io.plumbline.journal.v1.StepRecord;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Graded steps that have nothing to do with a server. */
final class Steps {
  private Steps() {}

  /** The step of this number, which is all that it is about. */
  static GradedStep step(long number) {
    return step(number, "output of step " + number + "\n");
  }

  static GradedStep step(long number, String output) {
    return new GradedStep() {
      @Override
      public ByteString id() {
        // Spread, as hashes are.
        long spread = number * 0x9e3779b97f4a7c15L;
        return ByteString.copyFrom(ByteBuffer.allocate(16).putLong(number).putLong(spread).array());
      }

      @Override
      public int bytes() {
        return output.length();
      }

      @Override
      public StepRecord.Builder record() {
        return StepRecord.newBuilder().setStepId(id()).setSeed(number).setOutput(output);
      }
    };
  }

  /** Every record of a journal, repeated ones included. */
  static List<StepRecord> read(Path directory) throws Exception {
    List<StepRecord> records = new ArrayList<>();
    new JournalReader(directory).read(records::add);
    return records;
  }

  static List<Long> numbers(Path directory) throws Exception {
    return read(directory).stream().map(StepRecord::getSeed).toList();
  }

  /** Waits until it is recorded. */
  static void await(CompletableFuture<?> recorded) throws Exception {
    recorded.get(20, TimeUnit.SECONDS);
  }

  /** Waits until it is refused, and says why. */
  static NotRecordedException refusal(CompletableFuture<?> recorded) throws Exception {
    try {
      recorded.get(20, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof NotRecordedException why) {
        return why;
      }
      throw e;
    }
    throw new AssertionError("it was recorded");
  }
}
