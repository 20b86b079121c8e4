package io.plumbline.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.plumbline.client.EnvironmentClient;
import io.plumbline.env.v1.FinishReason;
import io.plumbline.env.v1.ResetRequest;
import io.plumbline.env.v1.StepRequest;
import io.plumbline.env.v1.StepResponse;
import io.plumbline.graders.tasks.SplitMix64;
import io.plumbline.server.EnvironmentServer;
import io.plumbline.server.ServerConfig;
import io.plumbline.server.journal.JournalConfig;
import io.plumbline.server.journal.JournalMode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("once")
class ChaosTest {
  private static final String NAME = "chaos-test";

  private final Counts counts = new Counts();
  private final Acknowledged acknowledged = new Acknowledged();
  private final Act act = Act.some(1, new SplitMix64(5)).get(0);
  private EnvironmentServer server;
  private EnvironmentClient alone;

  @BeforeEach
  void start() throws IOException {
    server = EnvironmentServer.startInProcess(ReplicaProcess.config("0b".repeat(32)), NAME);
    alone = EnvironmentClient.inProcess(NAME);
  }

  @AfterEach
  void stop() {
    alone.close();
    server.close();
  }

  private StepRequest step(String action) {
    ResetRequest reset =
        ResetRequest.newBuilder().setTaskId(act.taskId()).setProfile("strict").build();
    return StepRequest.newBuilder()
        .setHandle(alone.reset(reset).getEpisodes(0).getHandle())
        .setAction(ByteString.copyFromUtf8(action))
        .setFinishReason(act.finish())
        .build();
  }

  private Verifier verifier(Act of, StepRequest step) {
    return new Verifier(alone, counts, what -> {}, of, step);
  }

  private void onlyCounted(LongAdder fault, int times) {
    assertThat(fault.sum()).isEqualTo(times);
    assertThat(counts.wrong.sum() + counts.swapped.sum() + counts.doubled.sum()).isEqualTo(times);
  }

  @Test
  void repliesThatAreRightPass() {
    StepRequest step = step(act.action());
    Verifier verifier = verifier(act, step);
    verifier.verify(alone.step(step), acknowledged);
    verifier.verify(alone.step(step), acknowledged);
    assertThat(verifier.hasReply()).isTrue();
    onlyCounted(counts.wrong, 0);
  }

  @Test
  void theReplyToAnotherStepIsASwap() {
    StepRequest other = step(act.action() + "x");
    verifier(act, step(act.action())).verify(alone.step(other), acknowledged);
    onlyCounted(counts.swapped, 1);
  }

  @Test
  void anotherOutcomeIsFound() {
    StepRequest step = step(act.action());
    StepResponse reply = alone.step(step);
    verifier(act, step)
        .verify(reply.toBuilder().setTruncated(!reply.getTruncated()).build(), acknowledged);
    onlyCounted(counts.wrong, 1);
  }

  @Test
  void twoOutcomesOfOneStepAreFound() {
    StepRequest step = step(act.action());
    StepResponse reply = alone.step(step);
    Verifier verifier = verifier(act, step);
    verifier.verify(reply, acknowledged);
    verifier.verify(reply.toBuilder().setReward(reply.getReward() + 1).build(), acknowledged);
    assertThat(counts.doubled.sum()).isEqualTo(1);
    assertThat(counts.wrong.sum()).isEqualTo(1);
  }

  @Test
  void aRewardThatIsNotTheGradersIsFound() {
    Act dearer =
        new Act(
            act.taskId(),
            act.action(),
            FinishReason.FINISH_REASON_STOP,
            OptionalDouble.of(act.reward().orElse(0) + 0.1));
    StepRequest step = step(act.action());
    verifier(dearer, step).verify(alone.step(step), acknowledged);
    onlyCounted(counts.wrong, 1);
  }

  @Test
  void whatWasAnsweredAndIsNotRecordedSoIsFound(@TempDir Path directory) throws IOException {
    ServerConfig config =
        ReplicaProcess.config("0b".repeat(32))
            .withJournal(JournalConfig.of(directory, JournalMode.SYNC));
    StepRequest step = step(act.action());
    EnvironmentServer recording = EnvironmentServer.startInProcess(config, "chaos-journal");
    try (EnvironmentClient client = EnvironmentClient.inProcess("chaos-journal")) {
      acknowledged.add(client.step(step));
    } finally {
      recording.close();
    }
    acknowledged.compare(directory, counts, what -> {});
    assertThat(counts.recorded.sum()).isEqualTo(1);
    assertThat(counts.unrecorded.sum()).isZero();

    StepResponse reply = alone.step(step);
    acknowledged.add(reply.toBuilder().setReward(reply.getReward() + 1).build());
    acknowledged.add(alone.step(step(act.action() + "x")));
    acknowledged.compare(directory, counts, what -> {});
    assertThat(counts.unrecorded.sum()).isEqualTo(2);
  }

  @Test
  void nothingIsLostDoubledOrSwappedUnderFaults() throws Exception {
    StringWriter out = new StringWriter();
    assertThat(new Chaos(7, Duration.ofSeconds(6), new PrintWriter(out)).run())
        .as(out.toString())
        .isTrue();
    assertThat(out.toString())
        .contains("seed 7: ", "=> 0 lost, 0 doubled, 0 swapped", " 0 answered and not recorded");
  }
}
