package io.plumbline.benchmarks.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.plumbline.client.EnvironmentClient;
import io.plumbline.env.v1.RolloutRequest;
import io.plumbline.env.v1.SampleTasksRequest;
import io.plumbline.env.v1.StepRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Clients that take their time, at a server of 256 MB; another client is served meanwhile. */
@Tag("once")
class SlowClientsTest {
  private static final int PATIENCE_MILLIS = 30_000;

  /** For what a server must not take: at worst a slow machine has a test pass. */
  private static final int STALL_MILLIS = 2_000;

  private static final int CALLS = 120;
  private static final int PART = 16_000; // a frame takes a little more
  private static final int WHOLE_MESSAGE = 16 << 20;

  /** More than a quarter of the heap, with what a connection may hold in any case. */
  private static final long BOUND = 80L << 20;

  private final List<Peer> peers = new ArrayList<>();
  private Target target;
  private ManagedChannel channel;
  private EnvironmentClient other;
  private KnownSteps known;

  @BeforeEach
  void start() throws Exception {
    target = new Target("-Xmx256m");
    channel = target.connect();
    other = new EnvironmentClient(channel);
    known = KnownSteps.of(other);
  }

  @AfterEach
  void stop() throws Exception {
    for (Peer peer : peers) {
      peer.close();
    }
    channel.shutdownNow();
    target.close();
  }

  private Peer connect() throws Exception {
    return connect(PATIENCE_MILLIS);
  }

  private Peer connect(int patienceMillis) throws Exception {
    Peer peer = new Peer(target.port(), patienceMillis);
    peers.add(peer);
    return peer;
  }

  private void theOtherClientIsServed() {
    for (int i = 0; i < known.size(); i++) {
      assertThat(other.step(known.steps().get(i))).isEqualTo(known.replies().get(i));
    }
    assertThat(other.stepBatch(known.steps())).hasSize(known.size());
  }

  private void memoryIsBoundedAndGivenBack() throws Exception {
    assertThat(target.gauge("plumbline_message_bytes")).isBetween(1L, BOUND);
    theOtherClientIsServed();
    for (Peer peer : peers) {
      peer.close();
    }
    becomes("plumbline_connections_open", 1);
    becomes("plumbline_message_bytes", 0);
    theOtherClientIsServed();
  }

  private void becomes(String gauge, long expected) throws Exception {
    long giveUp = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    while (target.gauge(gauge) != expected && System.nanoTime() < giveUp) {
      Thread.onSpinWait(); // each look is a request to the server
    }
    assertThat(target.gauge(gauge)).as(gauge).isEqualTo(expected);
  }

  private static void onlyForWantOfMemory(Collection<Peer.CallEnd> refusals) {
    assertThat(refusals).isNotEmpty();
    assertThat(refusals)
        .allSatisfy(
            refusal -> {
              assertThat(refusal.grpc()).isEqualTo("8");
              assertThat(refusal.message())
                  .isEqualTo(
                      "connection: its requests and unread replies take too much memory"
                          + " (expected: fewer; try again later)");
            });
  }

  @Test
  void messagesThatNeverEndDoNotTakeAllMemory() throws Exception {
    for (int i = 0; i < 3; i++) {
      Peer peer = connect();
      peer.send(new Frames().hello().toBytes());
      for (int call = 0; call < CALLS; call++) {
        int stream = 2 * call + 1;
        peer.send(new Frames().call(stream, "Step").toBytes());
        byte[] beginning = Frames.message(0, WHOLE_MESSAGE, new byte[PART]);
        assertThat(peer.sendData(stream, beginning)).isTrue();
      }
      for (int part = 0; part < 84; part++) { // 163 MB in all
        for (int call = 0; call < CALLS; call++) {
          assertThat(peer.sendData(2 * call + 1, new byte[PART])).isTrue();
        }
      }
      assertThat(peer.finish()).isEqualTo(Peer.End.ANSWERED);
      onlyForWantOfMemory(peer.ends().values());
      theOtherClientIsServed();
    }
    memoryIsBoundedAndGivenBack();
  }

  @Test
  void repliesThatNobodyReadsDoNotTakeAllMemory() throws Exception {
    byte[] request =
        SampleTasksRequest.newBuilder()
            .setEnvironment("doc_revision")
            .setSplit("generated_train")
            .setCount(1000)
            .build()
            .toByteArray();
    byte[] noWindow = {0, 4, 0, 0, 0, 0};
    Peer peer = connect();
    peer.send(new Frames().raw(Frames.PREFACE).frame(Frames.SETTINGS, 0, 0, noWindow).toBytes());
    for (int call = 0; call < CALLS; call++) {
      int stream = 2 * call + 1;
      byte[] message = Frames.message(0, request.length, request);
      peer.send(
          new Frames()
              .call(stream, "SampleTasks")
              .frame(Frames.DATA, Frames.END_STREAM, stream, message)
              .toBytes());
    }
    assertThat(peer.readEnds(1)).isEqualTo(Peer.End.ANSWERED);
    theOtherClientIsServed();
    onlyForWantOfMemory(peer.ends().values());
    memoryIsBoundedAndGivenBack();
  }

  @Test
  void aStreamWhoseRepliesNobodyReadsIsNotReadItself() throws Exception {
    StepRequest step = known.steps().get(0);
    byte[] request = RolloutRequest.newBuilder().setStep(step).build().toByteArray();
    byte[] noWindow = {0, 4, 0, 0, 0, 0};
    Peer peer = connect(STALL_MILLIS);
    peer.send(
        new Frames()
            .raw(Frames.PREFACE)
            .frame(Frames.SETTINGS, 0, 0, noWindow)
            .call(1, "Rollout")
            .toBytes());
    long sent = 0;
    while (peer.sendData(1, Frames.message(0, request.length, request))) {
      sent += request.length;
      assertThat(sent).as("bytes that the server takes").isLessThan(BOUND);
    }
    theOtherClientIsServed();
  }

  @Test
  void clientsThatStopOrDawdleHoldUpNobody() throws Exception {
    byte[] step = known.steps().get(0).toByteArray();
    byte[] conversation =
        new Frames()
            .hello()
            .call(1, "Step")
            .frame(Frames.DATA, Frames.END_STREAM, 1, Frames.message(0, step.length, step))
            .toBytes();
    for (int i = 0; i < 100; i++) {
      Peer peer = connect();
      peer.send(Arrays.copyOf(conversation, conversation.length * i / 100));
    }
    theOtherClientIsServed();
    Peer slow = connect();
    for (byte each : conversation) {
      slow.send(new byte[] {each});
    }
    assertThat(slow.finish()).isEqualTo(Peer.End.ANSWERED);
    theOtherClientIsServed();
  }
}
