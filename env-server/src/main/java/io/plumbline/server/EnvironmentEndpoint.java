package io.plumbline.server;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.plumbline.env.v1.CloseRequest;
import io.plumbline.env.v1.CloseResponse;
import io.plumbline.env.v1.EnvironmentServiceGrpc.EnvironmentServiceImplBase;
import io.plumbline.env.v1.Error;
import io.plumbline.env.v1.GetTaskRequest;
import io.plumbline.env.v1.GetTaskResponse;
import io.plumbline.env.v1.GradeBatchRequest;
import io.plumbline.env.v1.GradeBatchResponse;
import io.plumbline.env.v1.GradeRequest;
import io.plumbline.env.v1.GradeResponse;
import io.plumbline.env.v1.GradeResult;
import io.plumbline.env.v1.ListEnvironmentsRequest;
import io.plumbline.env.v1.ListEnvironmentsResponse;
import io.plumbline.env.v1.ResetRequest;
import io.plumbline.env.v1.ResetResponse;
import io.plumbline.env.v1.RolloutRequest;
import io.plumbline.env.v1.RolloutResponse;
import io.plumbline.env.v1.SampleTasksRequest;
import io.plumbline.env.v1.SampleTasksResponse;
import io.plumbline.env.v1.StepBatchRequest;
import io.plumbline.env.v1.StepBatchResponse;
import io.plumbline.env.v1.StepRequest;
import io.plumbline.env.v1.StepResponse;
import io.plumbline.env.v1.StepResult;
import io.plumbline.graders.RewardRule;
import io.plumbline.graders.tasks.Difficulty;
import io.plumbline.graders.tasks.TaskSplit;
import io.plumbline.server.Registry.PreparedTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The contract's service. Calls that take microseconds are answered on the event loop, where a
 * hand-off would cost more than the work; calls with much text go to the pool.
 */
final class EnvironmentEndpoint extends EnvironmentServiceImplBase {
  private static final Logger LOG = LoggerFactory.getLogger(EnvironmentEndpoint.class);

  private final Registry registry;
  private final Episodes episodes;
  private final GradingPool pool;
  private final Admission admission;
  private final RolloutStreams streams;
  private final Metrics metrics;
  private final ListEnvironmentsResponse listing;

  EnvironmentEndpoint(
      Registry registry,
      Episodes episodes,
      GradingPool pool,
      Admission admission,
      RolloutStreams streams,
      Metrics metrics,
      ServerConfig config) {
    this.registry = registry;
    this.episodes = episodes;
    this.pool = pool;
    this.admission = admission;
    this.streams = streams;
    this.metrics = metrics;
    this.listing = listing(registry, config);
  }

  private static ListEnvironmentsResponse listing(Registry registry, ServerConfig config) {
    ListEnvironmentsResponse.Builder response =
        ListEnvironmentsResponse.newBuilder()
            .setLimits(Limits.message(config))
            .setServerVersion(config.version());
    for (var environment : registry.environments()) {
      response.addEnvironments(Messages.environment(environment, registry.splits(environment)));
    }
    for (RewardRule rule : RewardRule.values()) {
      response.addRewardRules(Messages.rewardRule(rule));
    }
    return response.build();
  }

  @Override
  public void listEnvironments(
      ListEnvironmentsRequest request, StreamObserver<ListEnvironmentsResponse> observer) {
    answer(request, 1, observer, true, () -> listing);
  }

  @Override
  public void sampleTasks(
      SampleTasksRequest request, StreamObserver<SampleTasksResponse> observer) {
    answer(request, 1, observer, false, () -> sampleTasks(request));
  }

  private SampleTasksResponse sampleTasks(SampleTasksRequest request) {
    TaskSplit split = registry.split(request.getEnvironment(), request.getSplit());
    long seed = Requests.seed(request.getSeed());
    int count = Requests.inRange("count", request.getCount(), 1, Limits.MAX_SAMPLE_COUNT);
    Optional<Difficulty> difficulty = Requests.difficulty(request.getDifficulty());
    SampleTasksResponse.Builder response = SampleTasksResponse.newBuilder();
    registry
        .sample(split, seed, count, difficulty)
        .forEach(task -> response.addTasks(Messages.task(task, task.contentHash())));
    return response.build();
  }

  @Override
  public void getTask(GetTaskRequest request, StreamObserver<GetTaskResponse> observer) {
    answer(
        request,
        1,
        observer,
        true,
        () -> {
          PreparedTask prepared = registry.task(request.getTaskId());
          return GetTaskResponse.newBuilder()
              .setTask(Messages.task(prepared.task, prepared.hash))
              .build();
        });
  }

  @Override
  public void reset(ResetRequest request, StreamObserver<ResetResponse> observer) {
    answer(request, 1, observer, true, () -> episodes.reset(request, Authentication.caller()));
  }

  @Override
  public void step(StepRequest request, StreamObserver<StepResponse> observer) {
    answerRecorded(
        request,
        1,
        observer,
        isQuick(request.getAction()),
        () -> episodes.step(request, Authentication.caller()));
  }

  @Override
  public void stepBatch(StepBatchRequest request, StreamObserver<StepBatchResponse> observer) {
    boolean quick =
        request.getSerializedSize() <= Limits.MAX_INLINE_BATCH_BYTES
            && request.getStepsList().stream().allMatch(step -> isQuick(step.getAction()));
    answerRecorded(
        request,
        request.getStepsCount(),
        observer,
        quick,
        () -> {
          Principal caller = Authentication.caller();
          Requests.inRange("steps", request.getStepsCount(), 0, Limits.MAX_BATCH_ITEMS);
          List<CompletableFuture<StepResponse>> steps = new ArrayList<>(request.getStepsCount());
          for (StepRequest step : request.getStepsList()) {
            requireWanted();
            steps.add(attempt(step, caller));
          }
          return Futures.allSettled(steps).thenApply(settled -> results(steps));
        });
  }

  /** Fails, rather than throws, where the step is refused. */
  private CompletableFuture<StepResponse> attempt(StepRequest step, Principal caller) {
    try {
      return episodes.step(step, caller);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private StepBatchResponse results(List<CompletableFuture<StepResponse>> settled) {
    StepBatchResponse.Builder response = StepBatchResponse.newBuilder();
    for (CompletableFuture<StepResponse> step : settled) {
      StepResult.Builder result = response.addResultsBuilder();
      try {
        result.setResponse(Futures.outcome(step));
        metrics.item("StepBatch", Status.Code.OK);
      } catch (RuntimeException e) {
        result.setError(itemError("StepBatch", e));
      }
    }
    return response.build();
  }

  @Override
  public void grade(GradeRequest request, StreamObserver<GradeResponse> observer) {
    answer(
        request,
        1,
        observer,
        isQuick(request.getOutput()),
        () -> episodes.grade(request, Authentication.caller()));
  }

  @Override
  public void gradeBatch(GradeBatchRequest request, StreamObserver<GradeBatchResponse> observer) {
    boolean quick =
        request.getSerializedSize() <= Limits.MAX_INLINE_BATCH_BYTES
            && request.getOutputsList().stream().allMatch(output -> isQuick(output.getOutput()));
    answer(
        request,
        request.getOutputsCount(),
        observer,
        quick,
        () -> {
          Principal caller = Authentication.caller();
          Requests.inRange("outputs", request.getOutputsCount(), 0, Limits.MAX_BATCH_ITEMS);
          GradeBatchResponse.Builder response = GradeBatchResponse.newBuilder();
          for (GradeRequest output : request.getOutputsList()) {
            requireWanted();
            GradeResult.Builder result = GradeResult.newBuilder();
            try {
              result.setResponse(episodes.grade(output, caller));
              metrics.item("GradeBatch", Status.Code.OK);
            } catch (RuntimeException e) {
              result.setError(itemError("GradeBatch", e));
            }
            response.addResults(result);
          }
          return response.build();
        });
  }

  @Override
  public void close(CloseRequest request, StreamObserver<CloseResponse> observer) {
    answer(request, 1, observer, true, CloseResponse::getDefaultInstance);
  }

  @Override
  public StreamObserver<RolloutRequest> rollout(StreamObserver<RolloutResponse> observer) {
    return streams.open((ServerCallStreamObserver<RolloutResponse>) observer, this::rollout);
  }

  private CompletableFuture<RolloutResponse> rollout(RolloutRequest request) {
    RolloutResponse.Builder reply = RolloutResponse.newBuilder().setId(request.getId());
    try {
      charge(request, 1);
      switch (request.getRequestCase()) {
        case RESET -> reply.setReset(episodes.reset(request.getReset(), Authentication.caller()));
        case STEP -> {
          CompletableFuture<StepResponse> step =
              episodes.step(request.getStep(), Authentication.caller());
          return Futures.allSettled(List.of(step)).thenApply(settled -> answered(reply, step));
        }
        case REQUEST_NOT_SET -> throw Refusal.invalid("request", "absent", "reset or step");
      }
      metrics.item("Rollout", Status.Code.OK);
    } catch (RuntimeException e) {
      reply.setError(itemError("Rollout", e));
    }
    return CompletableFuture.completedFuture(reply.build());
  }

  private RolloutResponse answered(
      RolloutResponse.Builder reply, CompletableFuture<StepResponse> settled) {
    try {
      reply.setStep(Futures.outcome(settled));
      metrics.item("Rollout", Status.Code.OK);
    } catch (RuntimeException e) {
      reply.setError(itemError("Rollout", e));
    }
    return reply.build();
  }

  /** Stops a batch whose caller has gone or whose deadline has passed. */
  private static void requireWanted() {
    if (Context.current().isCancelled()) {
      throw Status.CANCELLED.withDescription("nobody waits for this call").asRuntimeException();
    }
  }

  private static boolean isQuick(ByteString text) {
    return text.size() <= Limits.MAX_INLINE_BYTES;
  }

  /** Holds the caller to its quota. */
  private static void charge(Message request, int count) {
    Meter meter = Authentication.caller().meter();
    if (meter.countsRequests()) {
      meter.take(count, request.getSerializedSize());
    }
  }

  /** Overload is not the caller's to pay for. */
  private static void refund(Message request, int count) {
    Meter meter = Authentication.caller().meter();
    if (meter.countsRequests()) {
      meter.giveBack(count, request.getSerializedSize());
    }
  }

  /**
   * Answers on the event loop where that is quick, else from the pool.
   *
   * @param count what the request counts for
   */
  private <R> void answer(
      Message request, int count, StreamObserver<R> observer, boolean quick, Supplier<R> work) {
    answerRecorded(
        request, count, observer, quick, () -> CompletableFuture.completedFuture(work.get()));
  }

  /** The same for what the journal may have to have before it is answered. */
  private <R> void answerRecorded(
      Message request,
      int count,
      StreamObserver<R> observer,
      boolean quick,
      Supplier<CompletableFuture<R>> work) {
    // Without a handler a reply to a call that was cancelled meanwhile would throw.
    ((ServerCallStreamObserver<R>) observer).setOnCancelHandler(() -> {});
    try {
      charge(request, count);
    } catch (Refusal e) {
      observer.onError(refusal(e).asStatus());
      return;
    }
    try {
      if (quick) {
        admission.execute(() -> reply(observer, work));
      } else {
        pool.execute(() -> reply(observer, work));
      }
    } catch (Refusal e) {
      refund(request, count);
      observer.onError(refusal(e).asStatus());
    }
  }

  private <R> void reply(StreamObserver<R> observer, Supplier<CompletableFuture<R>> work) {
    if (((ServerCallStreamObserver<R>) observer).isCancelled()) {
      return; // nobody waits any more
    }
    CompletableFuture<R> response;
    try {
      MessageMemory.requireRoom();
      response = work.get();
    } catch (StatusRuntimeException e) {
      observer.onError(e);
      return;
    } catch (RuntimeException e) {
      observer.onError(refusal(e).asStatus());
      return;
    } catch (java.lang.Error e) {
      observer.onError(Refusal.internal().asStatus()); // or the caller would wait for its deadline
      if (!Faults.isItsOwn(e)) {
        throw e;
      }
      LOG.error("call failed", e);
      return;
    }
    if (response.isDone()) {
      send(observer, response);
    } else {
      CompletableFuture<R> unused =
          response.whenComplete((value, failure) -> sendLate(observer, response));
    }
  }

  private <R> void send(StreamObserver<R> observer, CompletableFuture<R> done) {
    R response;
    try {
      response = Futures.outcome(done);
    } catch (RuntimeException e) {
      observer.onError(refusal(e).asStatus());
      return;
    }
    observer.onNext(response);
    observer.onCompleted();
  }

  /** On a thread of the journal's, which would keep to itself what is thrown. */
  private <R> void sendLate(StreamObserver<R> observer, CompletableFuture<R> done) {
    try {
      send(observer, done);
    } catch (RuntimeException e) {
      LOG.error("reply failed", e);
    }
  }

  private Error itemError(String rpc, RuntimeException e) {
    Refusal refusal = refusal(e);
    metrics.item(rpc, Status.fromCodeValue(refusal.error().getCode()).getCode());
    return refusal.error();
  }

  private Refusal refusal(RuntimeException e) {
    if (e instanceof Refusal refusal) {
      metrics.refused(refusal);
      return refusal;
    }
    LOG.error("call failed", e);
    return Refusal.internal();
  }
}
