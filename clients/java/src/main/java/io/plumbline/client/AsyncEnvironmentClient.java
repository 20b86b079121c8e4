package io.plumbline.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import io.grpc.MethodDescriptor;
import io.plumbline.env.v1.AdminServiceGrpc;
import io.plumbline.env.v1.CloseRequest;
import io.plumbline.env.v1.CloseResponse;
import io.plumbline.env.v1.DrainRequest;
import io.plumbline.env.v1.DrainResponse;
import io.plumbline.env.v1.EnvironmentServiceGrpc;
import io.plumbline.env.v1.GetTaskRequest;
import io.plumbline.env.v1.GetTaskResponse;
import io.plumbline.env.v1.GradeBatchRequest;
import io.plumbline.env.v1.GradeBatchResponse;
import io.plumbline.env.v1.GradeRequest;
import io.plumbline.env.v1.GradeResponse;
import io.plumbline.env.v1.GradeResult;
import io.plumbline.env.v1.Limits;
import io.plumbline.env.v1.ListEnvironmentsRequest;
import io.plumbline.env.v1.ListEnvironmentsResponse;
import io.plumbline.env.v1.ReloadSecretsRequest;
import io.plumbline.env.v1.ReloadSecretsResponse;
import io.plumbline.env.v1.ResetRequest;
import io.plumbline.env.v1.ResetResponse;
import io.plumbline.env.v1.SampleTasksRequest;
import io.plumbline.env.v1.SampleTasksResponse;
import io.plumbline.env.v1.StepBatchRequest;
import io.plumbline.env.v1.StepBatchResponse;
import io.plumbline.env.v1.StepRequest;
import io.plumbline.env.v1.StepResponse;
import io.plumbline.env.v1.StepResult;
import io.plumbline.env.v1.Task;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * {@link EnvironmentClient} in futures: the same calls, retries and deadlines, and no thread waits.
 * Thread-safe.
 *
 * <p>A future fails with an {@link EnvironmentException}; cancelling it cancels the call. What
 * depends on a future runs on one of gRPC's threads, or on the one that waits for all clients, and
 * must not wait there.
 */
public final class AsyncEnvironmentClient implements AutoCloseable {
  private final Connection connection;
  private final Duration timeout;
  private final Retry retry;

  AsyncEnvironmentClient(Connection connection, Duration timeout, Retry retry) {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout: " + timeout + " (expected: above 0)");
    }
    this.connection = connection;
    this.timeout = timeout;
    this.retry = retry;
  }

  /** The same client with another time for each try of a call, above 0. Shares the connection. */
  public AsyncEnvironmentClient withTimeout(Duration timeout) {
    return new AsyncEnvironmentClient(connection, timeout, retry);
  }

  /** The same client with other patience. Shares the connection. */
  public AsyncEnvironmentClient withRetry(Retry retry) {
    return new AsyncEnvironmentClient(connection, timeout, retry);
  }

  /** As {@link EnvironmentClient#address}. */
  public String address() {
    return connection.address();
  }

  /** As {@link EnvironmentClient#listEnvironments}. */
  public CompletableFuture<ListEnvironmentsResponse> listEnvironments() {
    return send(
        EnvironmentServiceGrpc.getListEnvironmentsMethod(),
        ListEnvironmentsRequest.getDefaultInstance(),
        Function.identity());
  }

  /** As {@link EnvironmentClient#sampleTasks}. */
  public CompletableFuture<List<Task>> sampleTasks(SampleTasksRequest request) {
    return send(
        EnvironmentServiceGrpc.getSampleTasksMethod(), request, SampleTasksResponse::getTasksList);
  }

  /** As {@link EnvironmentClient#getTask}. */
  public CompletableFuture<Task> getTask(String taskId) {
    return send(
        EnvironmentServiceGrpc.getGetTaskMethod(),
        GetTaskRequest.newBuilder().setTaskId(taskId).build(),
        GetTaskResponse::getTask);
  }

  /** As {@link EnvironmentClient#reset}. */
  public CompletableFuture<ResetResponse> reset(ResetRequest request) {
    return send(EnvironmentServiceGrpc.getResetMethod(), request, Function.identity());
  }

  /** As {@link EnvironmentClient#step}. */
  public CompletableFuture<StepResponse> step(StepRequest request) {
    return send(EnvironmentServiceGrpc.getStepMethod(), request, Function.identity());
  }

  /** As {@link EnvironmentClient#stepBatch}. */
  public CompletableFuture<List<StepResult>> stepBatch(List<StepRequest> steps) {
    return inBatches(stepBatches(), steps);
  }

  /** As {@link EnvironmentClient#rollout}, without waiting. */
  public AsyncRollout rollout(int window) {
    return new AsyncRollout(connection, timeout, retry, window);
  }

  /** As {@link EnvironmentClient#grade}. */
  public CompletableFuture<GradeResponse> grade(GradeRequest request) {
    return send(EnvironmentServiceGrpc.getGradeMethod(), request, Function.identity());
  }

  /** As {@link EnvironmentClient#gradeBatch}. */
  public CompletableFuture<List<GradeResult>> gradeBatch(List<GradeRequest> outputs) {
    return inBatches(gradeBatches(), outputs);
  }

  /** As {@link EnvironmentClient#release}. */
  public CompletableFuture<CloseResponse> release(List<ByteString> handles) {
    return send(
        EnvironmentServiceGrpc.getCloseMethod(),
        CloseRequest.newBuilder().addAllHandles(handles).build(),
        Function.identity());
  }

  /** As {@link EnvironmentClient#reloadSecrets}. */
  public CompletableFuture<ReloadSecretsResponse> reloadSecrets() {
    return send(
        AdminServiceGrpc.getReloadSecretsMethod(),
        ReloadSecretsRequest.getDefaultInstance(),
        Function.identity());
  }

  /** As {@link EnvironmentClient#drain}. */
  public CompletableFuture<DrainResponse> drain(Duration grace) {
    DrainRequest request =
        DrainRequest.newBuilder()
            .setGrace(
                com.google.protobuf.Duration.newBuilder()
                    .setSeconds(grace.getSeconds())
                    .setNanos(grace.getNano()))
            .build();
    return send(AdminServiceGrpc.getDrainMethod(), request, Function.identity());
  }

  /** Shuts the channel down, for all that share it. */
  @Override
  public void close() {
    connection.close();
  }

  Batches<StepRequest, StepResult> stepBatches() {
    return new Batches<>(
        retry,
        steps ->
            send(
                EnvironmentServiceGrpc.getStepBatchMethod(),
                StepBatchRequest.newBuilder().addAllSteps(steps).build(),
                StepBatchResponse::getResultsList),
        result -> result.hasError() ? Optional.of(result.getError()) : Optional.empty(),
        error -> StepResult.newBuilder().setError(error).build());
  }

  Batches<GradeRequest, GradeResult> gradeBatches() {
    return new Batches<>(
        retry,
        outputs ->
            send(
                EnvironmentServiceGrpc.getGradeBatchMethod(),
                GradeBatchRequest.newBuilder().addAllOutputs(outputs).build(),
                GradeBatchResponse::getResultsList),
        result -> result.hasError() ? Optional.of(result.getError()) : Optional.empty(),
        error -> GradeResult.newBuilder().setError(error).build());
  }

  /** What the server takes; asked once for each connection. */
  CompletableFuture<Limits> limits() {
    Optional<Limits> known = connection.limits();
    if (known.isPresent()) {
      return CompletableFuture.completedFuture(known.get());
    }
    return send(
        EnvironmentServiceGrpc.getListEnvironmentsMethod(),
        ListEnvironmentsRequest.getDefaultInstance(),
        listing -> {
          connection.setLimits(listing.getLimits());
          return listing.getLimits();
        });
  }

  private <Q extends MessageLite, R> CompletableFuture<List<R>> inBatches(
      Batches<Q, R> batches, List<Q> requests) {
    return Promise.compose(
        limits(), limits -> batches.all(Batches.cut(requests.iterator(), limits)));
  }

  private <Q, R, T> CompletableFuture<T> send(
      MethodDescriptor<Q, R> method, Q request, Function<R, T> value) {
    return Call.send(connection, timeout, retry, method, request, value);
  }
}
