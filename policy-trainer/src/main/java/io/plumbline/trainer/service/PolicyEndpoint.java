package io.plumbline.trainer.service;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.plumbline.client.EnvironmentException;
import io.plumbline.policy.v1.EvaluateRequest;
import io.plumbline.policy.v1.EvaluateResponse;
import io.plumbline.policy.v1.ExportPolicyRequest;
import io.plumbline.policy.v1.ExportPolicyResponse;
import io.plumbline.policy.v1.GenerateRequest;
import io.plumbline.policy.v1.GenerateResponse;
import io.plumbline.policy.v1.ListRunsRequest;
import io.plumbline.policy.v1.ListRunsResponse;
import io.plumbline.policy.v1.PolicyServiceGrpc.PolicyServiceImplBase;
import io.plumbline.policy.v1.ResumeRunRequest;
import io.plumbline.policy.v1.ResumeRunResponse;
import io.plumbline.policy.v1.StartRunRequest;
import io.plumbline.policy.v1.StartRunResponse;
import io.plumbline.policy.v1.StopRunRequest;
import io.plumbline.policy.v1.StopRunResponse;
import io.plumbline.policy.v1.WatchRunRequest;
import io.plumbline.policy.v1.WatchRunResponse;
import io.plumbline.trainer.checkpoint.CheckpointException;
import io.plumbline.trainer.torch.TorchUnavailableException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls. A handler may be on an event loop: whatever reads files, loads models or computes goes
 * to a pool.
 */
final class PolicyEndpoint extends PolicyServiceImplBase {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyEndpoint.class);

  private final Runs runs;
  private final Answers answers;
  private final Exports exports;
  private final Pool changes;
  private final Pool asking;
  private final Executor watching;
  private final BooleanSupplier closing;

  /**
   * @param changes of one thread: what begins and writes runs and policies
   * @param asking what computes answers
   * @param watching of one thread
   * @param closing whether the service ends
   */
  PolicyEndpoint(
      Runs runs,
      Answers answers,
      Exports exports,
      Pool changes,
      Pool asking,
      Executor watching,
      BooleanSupplier closing) {
    this.runs = runs;
    this.answers = answers;
    this.exports = exports;
    this.changes = changes;
    this.asking = asking;
    this.watching = watching;
    this.closing = closing;
  }

  /** Part of a call; what it throws refuses the call. */
  private interface Work {
    void run() throws Exception;
  }

  @Override
  public void startRun(StartRunRequest request, StreamObserver<StartRunResponse> observer) {
    later(
        changes,
        observer,
        () ->
            answer(
                observer,
                StartRunResponse.newBuilder().setRun(runs.start(request).snapshot()).build()));
  }

  @Override
  public void watchRun(WatchRunRequest request, StreamObserver<WatchRunResponse> observer) {
    now(
        observer,
        () -> {
          ServedRun run = runs.find(request.getName());
          Requests.within("after_update", request.getAfterUpdate(), 0, Integer.MAX_VALUE);
          new Watch(run, request.getAfterUpdate(), call(observer), watching).start();
        });
  }

  @Override
  public void stopRun(StopRunRequest request, StreamObserver<StopRunResponse> observer) {
    now(
        observer,
        () -> {
          ServedRun run = runs.find(request.getName());
          call(observer).setOnCancelHandler(() -> {}); // it stops all the same
          Runnable ended =
              new Runnable() {
                private final AtomicBoolean answered = new AtomicBoolean();

                @Override
                public void run() {
                  ServedRun.News news = run.news();
                  if (news.isLast() && answered.compareAndSet(false, true)) {
                    run.forget(this);
                    answer(observer, StopRunResponse.newBuilder().setRun(news.run()).build());
                  }
                }
              };
          run.listen(ended);
          runs.stop(run);
          ended.run();
        });
  }

  @Override
  public void resumeRun(ResumeRunRequest request, StreamObserver<ResumeRunResponse> observer) {
    later(
        changes,
        observer,
        () -> {
          ServedRun run = runs.find(request.getName());
          runs.resume(run);
          answer(observer, ResumeRunResponse.newBuilder().setRun(run.snapshot()).build());
        });
  }

  @Override
  public void listRuns(ListRunsRequest request, StreamObserver<ListRunsResponse> observer) {
    now(
        observer,
        () -> answer(observer, ListRunsResponse.newBuilder().addAllRuns(runs.list()).build()));
  }

  @Override
  public void generate(GenerateRequest request, StreamObserver<GenerateResponse> observer) {
    later(
        asking,
        observer,
        () -> Answers.check(request),
        () -> {
          answers.generate(request, stop(observer), observer::onNext);
          observer.onCompleted();
        });
  }

  @Override
  public void evaluate(EvaluateRequest request, StreamObserver<EvaluateResponse> observer) {
    later(
        asking,
        observer,
        () -> Answers.check(request),
        () -> answer(observer, answers.evaluate(request, stop(observer))));
  }

  @Override
  public void exportPolicy(
      ExportPolicyRequest request, StreamObserver<ExportPolicyResponse> observer) {
    later(changes, observer, () -> answer(observer, exports.export(request)));
  }

  private static <R> void answer(StreamObserver<R> observer, R response) {
    observer.onNext(response);
    observer.onCompleted();
  }

  private static <R> ServerCallStreamObserver<R> call(StreamObserver<R> observer) {
    return (ServerCallStreamObserver<R>) observer;
  }

  /** True once nobody waits for the answer. */
  private BooleanSupplier stop(StreamObserver<?> observer) {
    ServerCallStreamObserver<?> call = call(observer);
    return () -> call.isCancelled() || closing.getAsBoolean();
  }

  private void later(Pool pool, StreamObserver<?> observer, Work work) {
    later(pool, observer, () -> {}, work);
  }

  private void later(Pool pool, StreamObserver<?> observer, Work check, Work work) {
    call(observer).setOnCancelHandler(() -> {}); // or what is sent to nobody would throw
    now(
        observer,
        () -> {
          check.run();
          pool.execute(() -> now(observer, work));
        });
  }

  private void now(StreamObserver<?> observer, Work work) {
    try {
      if (closing.getAsBoolean()) {
        throw Refusal.closing();
      }
      work.run();
    } catch (CancellationException e) {
      observer.onError(
          closing.getAsBoolean()
              ? Refusal.closing().asStatus()
              : Status.CANCELLED.asRuntimeException());
    } catch (Exception e) {
      observer.onError(refusal(e).asStatus());
    }
  }

  private static Refusal refusal(Exception e) {
    if (e instanceof Refusal refusal) {
      return refusal;
    }
    if (e instanceof EnvironmentException refused) {
      return Refusal.of(refused);
    }
    String message = String.valueOf(e.getMessage());
    if (e instanceof IllegalArgumentException) {
      String field = message.substring(0, Math.max(0, message.indexOf(':')));
      return Refusal.saying(Status.Code.INVALID_ARGUMENT, field, message);
    }
    if (e instanceof CheckpointException || e instanceof TorchUnavailableException) {
      return Refusal.saying(Status.Code.FAILED_PRECONDITION, "policy", message);
    }
    LOG.error("call failed", e);
    return Refusal.internal();
  }
}
