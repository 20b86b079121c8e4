package io.plumbline.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.plumbline.client.EnvironmentClient;
import io.plumbline.env.v1.Error;
import io.plumbline.env.v1.ErrorTrailer;
import io.plumbline.env.v1.GradeBatchResponse;
import io.plumbline.env.v1.ResetResponse;
import io.plumbline.env.v1.RolloutResponse;
import io.plumbline.env.v1.SampleTasksResponse;
import io.plumbline.env.v1.StepBatchResponse;
import io.plumbline.env.v1.StepResponse;
import io.plumbline.server.EnvironmentServer;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the suite finds in a server that breaks the contract: a real one whose replies change. */
class WrongServersTest {
  private static final String NAME = UUID.randomUUID().toString();
  private static EnvironmentServer server;

  @BeforeAll
  static void start() throws IOException {
    server = EnvironmentServer.startInProcess(TestServers.config(), NAME);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** Changes messages and refusals on their way. */
  private record Change(UnaryOperator<Object> reply, UnaryOperator<Status> status)
      implements ClientInterceptor {

    static Change of(UnaryOperator<Object> reply) {
      return new Change(reply, status -> status);
    }

    @Override
    public <Q, R> ClientCall<Q, R> interceptCall(
        MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
      return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
        @Override
        public void start(Listener<R> listener, Metadata headers) {
          super.start(
              new SimpleForwardingClientCallListener<>(listener) {
                @Override
                @SuppressWarnings("unchecked") // a change keeps the kind of message
                public void onMessage(R message) {
                  super.onMessage((R) reply.apply(message));
                }

                @Override
                public void onClose(Status ended, Metadata trailers) {
                  Status changed = status.apply(ended);
                  Error error = trailers.get(ErrorTrailer.KEY);
                  if (!changed.equals(ended) && error != null) {
                    trailers.removeAll(ErrorTrailer.KEY);
                  }
                  super.onClose(changed, trailers);
                }
              },
              headers);
        }
      };
    }
  }

  private static Outcome outcome(Change change, String name) {
    EnvironmentClient client =
        new EnvironmentClient(
            InProcessChannelBuilder.forName(NAME).directExecutor().intercept(change).build());
    try (client) {
      Case test =
          Suite.cases().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
      return new Conformance(Map.of(Caller.TRAINER, client)).run(test);
    }
  }

  private static void isFound(Change change, String name, String difference) {
    assertThat(outcome(Change.of(reply -> reply), name)).isEqualTo(new Outcome.Passed());
    assertThat(outcome(change, name))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.differences()).anyMatch(each -> each.contains(difference)));
  }

  @Test
  void aTaskWithAByteMore() {
    Change change =
        Change.of(
            reply -> {
              if (!(reply instanceof SampleTasksResponse tasks)) {
                return reply;
              }
              SampleTasksResponse.Builder changed = tasks.toBuilder();
              changed
                  .getTasksBuilderList()
                  .forEach(
                      task -> {
                        String input = task.getObservation().getInput();
                        task.getObservationBuilder().setInput(input + "\n");
                      });
              return changed.build();
            });
    isFound(change, "tasks: spreadsheet_clean, train", "tasks.0.observation.input: ");
  }

  @Test
  void anEpisodeThatIsTerminatedAndTruncated() {
    Change change =
        Change.of(
            reply ->
                reply instanceof StepResponse step
                    ? step.toBuilder().setTerminated(true).build()
                    : reply);
    isFound(
        change,
        "steps: a branch knows why its policy stopped",
        "call 3 Step: terminated: true (expected: false)");
  }

  @Test
  void aStepThatCountsItsCalls() {
    int[] calls = {0};
    Change change =
        Change.of(
            reply ->
                reply instanceof StepResponse step
                    ? step.toBuilder().setReward(step.getReward() / ++calls[0]).build()
                    : reply);
    isFound(change, "steps: the same handle and action have the same reply", "reward: ");
  }

  @Test
  void aRewardThatIsZeroWhereItIsAbsentOrTheOtherWayRound() {
    Change change =
        Change.of(
            reply ->
                reply instanceof StepResponse step && step.getReward() == 0
                    ? step.toBuilder().clearReward().build()
                    : reply);
    isFound(
        change,
        "steps: what a budget cut off is graded as it is, and its episode has ended too",
        "reward: absent (expected: 0)");
  }

  @Test
  void attemptsThatShareAHandle() {
    Change change =
        Change.of(
            reply -> {
              if (!(reply instanceof ResetResponse group) || group.getEpisodesCount() < 2) {
                return reply;
              }
              ResetResponse.Builder changed = group.toBuilder();
              changed
                  .getEpisodesBuilderList()
                  .forEach(episode -> episode.setHandle(group.getEpisodes(0).getHandle()));
              return changed.build();
            });
    isFound(
        change,
        "groups: n attempts at one task, numbered, each with a handle of its own",
        "step_id: ");
  }

  @Test
  void resultsInAnotherOrder() {
    Change change =
        Change.of(
            reply -> {
              if (reply instanceof StepBatchResponse batch) {
                StepBatchResponse.Builder turned = StepBatchResponse.newBuilder();
                batch.getResultsList().forEach(result -> turned.addResults(0, result));
                return turned.build();
              }
              if (reply instanceof GradeBatchResponse batch) {
                GradeBatchResponse.Builder turned = GradeBatchResponse.newBuilder();
                batch.getResultsList().forEach(result -> turned.addResults(0, result));
                return turned.build();
              }
              return reply;
            });
    isFound(change, "batches: results come in the order of the steps", "results.1.response");
    isFound(
        change,
        "batches: an output that cannot be graded takes nothing from the others",
        "results.1.error");
  }

  @Test
  void aReplyOfAStreamThatIsAnothers() {
    RolloutResponse[] second = {RolloutResponse.getDefaultInstance()};
    Change change =
        Change.of(
            reply -> {
              if (!(reply instanceof RolloutResponse response) || response.getId() % 2 != 0) {
                return reply;
              }
              if (response.getId() == 2) {
                second[0] = response;
              }
              return second[0].toBuilder().setId(response.getId()).build();
            });
    isFound(
        change,
        "streams: replies are those of the calls alone, each to its request",
        "replies.3.step: ");
  }

  @Test
  void refusalsThatDoNotNameTheField() {
    Change change =
        new Change(
            reply -> reply,
            status -> status.isOk() ? status : status.augmentDescription("somewhere"));
    isFound(change, "errors: seeds begin at 0", "error.field: \"\" (expected: \"seed\")");
  }

  @Test
  void refusalsWithAnotherStatus() {
    Change change =
        new Change(
            reply -> reply,
            status ->
                status.getCode() == Status.Code.FAILED_PRECONDITION
                    ? Status.INVALID_ARGUMENT.withDescription(status.getDescription())
                    : status);
    isFound(
        change,
        "errors: a handle whose episode has ended is refused as FAILED_PRECONDITION",
        "error.code: \"INVALID_ARGUMENT\" (expected: \"FAILED_PRECONDITION\")");
  }
}
