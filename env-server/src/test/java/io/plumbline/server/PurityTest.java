package io.plumbline.server;

import static io.plumbline.server.TestServer.stop;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessServerBuilder;
import io.plumbline.client.EnvironmentClient;
import io.plumbline.env.v1.StepRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The same handle and action give the same reply bytes, whenever and wherever. */
class PurityTest {
  private static final HandleKey OLD = TestServer.key(1);
  private static final HandleKey NEW = TestServer.key(2);
  private static final String OUTPUT = "Quarter,Revenue\nQ1 2021,5\n";

  /** A server with keys of its own and a client of it. */
  private record Replica(EnvironmentServer server, EnvironmentClient client)
      implements AutoCloseable {

    static Replica with(HandleKey... keys) throws IOException {
      ServerConfig config = TestServer.config(List.of(keys), TestServer.config(OLD).environments());
      String name = InProcessServerBuilder.generateName();
      return new Replica(
          EnvironmentServer.startInProcess(config, name), EnvironmentClient.inProcess(name));
    }

    ByteString reset() {
      return client.reset(TestServer.reset().build()).getEpisodes(0).getHandle();
    }

    ByteString step(ByteString handle) {
      return client.step(stop(handle, OUTPUT).build()).toByteString();
    }

    @Override
    public void close() {
      client.close();
      server.close();
    }
  }

  @Test
  void aNewKeyTakesOverWithoutAnyReplyChanging() throws IOException {
    try (Replica before = Replica.with(OLD);
        Replica told = Replica.with(OLD, NEW);
        Replica during = Replica.with(NEW, OLD);
        Replica after = Replica.with(NEW)) {
      ByteString old = before.reset();
      ByteString reply = before.step(old);
      assertThat(told.step(old)).isEqualTo(reply);
      assertThat(during.step(old)).isEqualTo(reply);
      assertThatThrownBy(() -> after.step(old))
          .hasMessage(
              "UNAUTHENTICATED: handle: signed with a key that is not this server's (expected: a"
                  + " handle from this server's Reset)");

      ByteString fresh = during.reset();
      assertThat(told.step(fresh)).isEqualTo(during.step(fresh));
      assertThat(after.step(fresh)).isEqualTo(during.step(fresh));
      assertThatThrownBy(() -> before.step(fresh)).hasMessageStartingWith("UNAUTHENTICATED");
    }
  }

  @Test
  void aDeadlineThatPassesWhileAStepIsGradedCostsNothing() throws Exception {
    CountDownLatch expired = new CountDownLatch(1);
    List<String> graded = new ArrayList<>();
    try (TestServer slow =
            Rigged.server(
                output -> {
                  graded.add(output);
                  assertThat(await(expired)).isTrue();
                  return Rigged.empty();
                });
        TestServer undisturbed = Rigged.server(output -> Rigged.empty())) {
      // Beyond what is graded where calls are read, so that the deadline can pass meanwhile.
      String large = "x".repeat(Limits.MAX_INLINE_BYTES + 1);
      StepRequest request = stop(slow.handle(), large).build();
      // Long enough for its turn to come: a step whose deadline passed before is not graded.
      StatusRuntimeException e =
          catchThrowableOfType(
              StatusRuntimeException.class,
              () -> slow.stub.withDeadlineAfter(2, TimeUnit.SECONDS).step(request));
      assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
      expired.countDown();
      assertThat(slow.stub.step(request)).isEqualTo(undisturbed.stub.step(request));
      assertThat(graded).hasSize(2);
    }
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void keysAreFewAndDiffer() {
    var environments = TestServer.config(OLD).environments();
    assertThatThrownBy(() -> TestServer.config(List.of(), environments))
        .hasMessage("handle_keys: 0, 0 different (expected: 1 to 8 different ones)");
    assertThatThrownBy(() -> TestServer.config(List.of(OLD, NEW, OLD), environments))
        .hasMessage("handle_keys: 3, 2 different (expected: 1 to 8 different ones)");
    List<HandleKey> nine = new ArrayList<>();
    for (int fill = 1; fill <= 9; fill++) {
      nine.add(TestServer.key(fill));
    }
    assertThatThrownBy(() -> TestServer.config(nine, environments))
        .hasMessage("handle_keys: 9, 9 different (expected: 1 to 8 different ones)");
  }
}
