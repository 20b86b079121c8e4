package io.plumbline.trainer.environments;

import static io.plumbline.trainer.environments.Servers.TERMS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Duration;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import io.plumbline.client.EnvironmentClient;
import io.plumbline.client.EnvironmentException;
import io.plumbline.env.v1.EnvironmentServiceGrpc.EnvironmentServiceImplBase;
import io.plumbline.env.v1.Error;
import io.plumbline.env.v1.ErrorTrailer;
import io.plumbline.env.v1.ListEnvironmentsRequest;
import io.plumbline.env.v1.ListEnvironmentsResponse;
import io.plumbline.env.v1.ResetRequest;
import io.plumbline.env.v1.ResetResponse;
import io.plumbline.env.v1.StepBatchRequest;
import io.plumbline.env.v1.StepBatchResponse;
import io.plumbline.env.v1.StepResult;
import io.plumbline.server.EnvironmentServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Servers that refuse some steps for a while, which ours does only under great load. */
class PartialRefusalsTest {
  private static final RetryPolicy QUICK =
      new RetryPolicy(
          java.time.Duration.ofMillis(1),
          java.time.Duration.ofMillis(10),
          java.time.Duration.ofSeconds(60));

  private final List<String> lines = new ArrayList<>();
  private EnvironmentServer server;
  private EnvironmentClient real;

  /** Passes calls on to the real server and alters what comes of step batches. */
  private final class Gateway extends EnvironmentServiceImplBase {
    private final AtomicInteger batches = new AtomicInteger();
    private final BiFunction<Integer, List<StepResult>, List<StepResult>> alter;

    Gateway(BiFunction<Integer, List<StepResult>, List<StepResult>> alter) {
      this.alter = alter;
    }

    @Override
    public void listEnvironments(
        ListEnvironmentsRequest request, StreamObserver<ListEnvironmentsResponse> observer) {
      observer.onNext(real.listEnvironments());
      observer.onCompleted();
    }

    @Override
    public void reset(ResetRequest request, StreamObserver<ResetResponse> observer) {
      observer.onNext(real.reset(request));
      observer.onCompleted();
    }

    @Override
    public void stepBatch(StepBatchRequest request, StreamObserver<StepBatchResponse> observer) {
      try {
        List<StepResult> results =
            alter.apply(batches.incrementAndGet(), real.stepBatch(request.getStepsList()));
        observer.onNext(StepBatchResponse.newBuilder().addAllResults(results).build());
        observer.onCompleted();
      } catch (StatusRuntimeException e) {
        observer.onError(e);
      }
    }
  }

  @BeforeEach
  void start() throws IOException {
    String name = Servers.freeName();
    server = EnvironmentServer.startInProcess(Servers.config(1), name);
    real = EnvironmentClient.inProcess(name);
  }

  @AfterEach
  void stop() {
    real.close();
    server.close();
  }

  private List<Outcome> goldTwice(Gateway gateway) throws IOException, InterruptedException {
    String name = Servers.freeName();
    Server front =
        InProcessServerBuilder.forName(name).directExecutor().addService(gateway).build().start();
    try (Environments environments =
        Environments.open(EnvironmentClient.inProcess(name), QUICK, lines::add)) {
      EpisodeGroup group =
          environments.reset(List.of("spreadsheet_clean/train/5"), 2, TERMS).get(0);
      String gold = Servers.gold(group.task().getId());
      return environments.step(
          List.of(new Attempt(group, 0, gold, 10, false), new Attempt(group, 1, gold, 10, false)));
    } finally {
      front.shutdownNow();
    }
  }

  private static StepResult error(Status.Code code, String message) {
    return StepResult.newBuilder()
        .setError(Error.newBuilder().setCode(code.value()).setMessage(message))
        .build();
  }

  @Test
  void aStepThatIsRefusedForTheMomentIsSentAgainAlone() throws Exception {
    List<Integer> sent = new ArrayList<>();
    Gateway gateway =
        new Gateway(
            (batch, results) -> {
              sent.add(results.size());
              return batch == 1
                  ? List.of(error(Status.Code.UNAVAILABLE, "grader starting"), results.get(1))
                  : results;
            });
    assertThat(goldTwice(gateway)).allMatch(outcome -> outcome.reward().orElseThrow() == 1);
    assertThat(sent).containsExactly(2, 1);
  }

  @Test
  void aStepThatBreaksTheServerIsUngraded() throws Exception {
    Gateway gateway =
        new Gateway(
            (batch, results) ->
                List.of(results.get(0), error(Status.Code.INTERNAL, "internal error")));
    assertThat(goldTwice(gateway))
        .extracting(outcome -> outcome.ungraded().orElse("graded"))
        .containsExactly("graded", "internal error");
  }

  @Test
  void aBusyServerIsAskedAgain() throws Exception {
    Error busy =
        Error.newBuilder()
            .setCode(Status.Code.RESOURCE_EXHAUSTED.value())
            .setMessage("grading queue: 2 calls are waiting")
            .setRetryAfter(Duration.newBuilder().setNanos(1_000_000))
            .build();
    Gateway gateway =
        new Gateway(
            (batch, results) -> {
              if (batch == 1) {
                Metadata trailers = new Metadata();
                trailers.put(ErrorTrailer.KEY, busy);
                throw Status.RESOURCE_EXHAUSTED.asRuntimeException(trailers);
              }
              return results;
            });
    assertThat(goldTwice(gateway)).allMatch(outcome -> outcome.reward().orElseThrow() == 1);
    assertThat(lines.get(0)).contains(" busy for 0 s, waiting (giving up after 60 s)");
  }

  @Test
  void aServerThatRefusesItsOwnHandlesIsAnError() {
    Gateway gateway =
        new Gateway(
            (batch, results) ->
                results.stream()
                    .map(result -> error(Status.Code.UNAUTHENTICATED, "handle: another key"))
                    .toList());
    assertThatThrownBy(() -> goldTwice(gateway))
        .isInstanceOf(EnvironmentChangedException.class)
        .hasMessage(
            "task spreadsheet_clean/train/5: its handles are refused after 3 new resets (last:"
                + " UNAUTHENTICATED: handle: another key)");
  }

  @Test
  void aServerThatLosesResultsIsAnError() {
    Gateway gateway = new Gateway((batch, results) -> results.subList(0, 1));
    assertThatThrownBy(() -> goldTwice(gateway))
        .isInstanceOf(EnvironmentException.class)
        .hasMessage("INTERNAL: results: 1 (expected: 2)");
  }
}
