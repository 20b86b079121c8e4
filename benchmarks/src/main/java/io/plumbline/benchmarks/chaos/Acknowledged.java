package io.plumbline.benchmarks.chaos;

import com.google.protobuf.ByteString;
import io.plumbline.env.v1.StepResponse;
import io.plumbline.server.journal.JournalReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The steps that one replica answered, to be held against its journal. Thread-safe. */
final class Acknowledged {
  private final Map<ByteString, Optional<Double>> rewards = new ConcurrentHashMap<>();

  void add(StepResponse reply) {
    rewards.put(
        reply.getStepId(), reply.hasReward() ? Optional.of(reply.getReward()) : Optional.empty());
  }

  /** Counts those that the journal has not, has with another reward, or cannot show. */
  void compare(Path journal, Counts counts, Consumer<String> say) throws IOException {
    Map<ByteString, Optional<Double>> recorded = new HashMap<>();
    JournalReader.Summary summary =
        new JournalReader(journal)
            .read(
                step ->
                    recorded.put(
                        step.getStepId(),
                        step.hasReward() ? Optional.of(step.getReward()) : Optional.empty()));
    counts.recorded.add(recorded.size());
    summary.damages().forEach(say);
    counts.unrecorded.add(summary.damages().size());
    rewards.forEach(
        (step, reward) -> {
          if (!reward.equals(recorded.get(step))) {
            counts.unrecorded.increment();
            say.accept("answered with " + reward + ", recorded with " + recorded.get(step));
          }
        });
  }
}
