package io.plumbline.benchmarks.chaos;

import com.google.protobuf.ByteString;
import io.grpc.Context;
import io.grpc.Status;
import io.plumbline.client.EnvironmentClient;
import io.plumbline.client.EnvironmentException;
import io.plumbline.client.Rollout;
import io.plumbline.env.v1.ResetRequest;
import io.plumbline.env.v1.ResetResponse;
import io.plumbline.env.v1.StepBatchRequest;
import io.plumbline.env.v1.StepBatchResponse;
import io.plumbline.env.v1.StepRequest;
import io.plumbline.env.v1.StepResponse;
import io.plumbline.env.v1.StepResult;
import io.plumbline.graders.tasks.SplitMix64;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A client with little patience: short deadlines, retries at whichever replica, calls that it
 * cancels, hangs up on or makes twice. Plays one episode after another until the time is up.
 */
final class Player {
  /** Once it is so long over its deadline, a call is stuck: on slow machines others end late. */
  private static final long STUCK_MILLIS = 30_000;

  /** An episode without an outcome by then is lost: longer than any replica is ever away. */
  private static final long LOST_NANOS = TimeUnit.SECONDS.toNanos(90);

  private static final Set<Status.Code> PASSING =
      Set.of(
          Status.Code.UNAVAILABLE,
          Status.Code.DEADLINE_EXCEEDED,
          Status.Code.CANCELLED,
          Status.Code.RESOURCE_EXHAUSTED);

  private final SplitMix64 random;
  private final List<Act> acts;
  private final List<Line> lines;
  private final EnvironmentClient alone;
  private final Counts counts;
  private final Consumer<String> say;

  Player(
      SplitMix64 random,
      List<Act> acts,
      List<Replica> replicas,
      EnvironmentClient alone,
      Counts counts,
      Consumer<String> say) {
    this.random = random;
    this.acts = acts;
    this.lines = replicas.stream().map(Line::new).toList();
    this.alone = alone;
    this.counts = counts;
    this.say = say;
  }

  /** Plays until {@code System.nanoTime()} is {@code end}, and ends what it has begun. */
  void play(long end) throws InterruptedException {
    try {
      while (System.nanoTime() < end) {
        play(random.pick(acts));
      }
    } finally {
      lines.forEach(Line::close);
    }
  }

  private void play(Act act) throws InterruptedException {
    counts.episodes.increment();
    long lost = System.nanoTime() + LOST_NANOS;
    Optional<ResetResponse> reset = Optional.empty();
    while (reset.isEmpty() && System.nanoTime() < lost) {
      reset = reset(act);
    }
    if (reset.isEmpty()) {
      counts.lost.increment();
      return;
    }
    if (!reset.get().getTask().equals(alone.getTask(act.taskId()))) {
      counts.wrong.increment();
      say.accept(act.taskId() + ": another task than asked for");
    }
    StepRequest step =
        StepRequest.newBuilder()
            .setHandle(reset.get().getEpisodes(0).getHandle())
            .setAction(ByteString.copyFromUtf8(act.action()))
            .setFinishReason(act.finish())
            .build();
    Verifier verifier = new Verifier(alone, counts, say, act, step);
    while (!verifier.hasReply() && System.nanoTime() < lost) {
      attempt(step, verifier);
    }
    if (!verifier.hasReply()) {
      counts.lost.increment();
    }
  }

  private Optional<ResetResponse> reset(Act act) throws InterruptedException {
    ResetRequest request =
        ResetRequest.newBuilder().setTaskId(act.taskId()).setProfile("strict").build();
    long patience = patience();
    Line line = random.pick(lines);
    return await(Line.reply(observer -> line.stub(patience).reset(request, observer)), patience);
  }

  private void attempt(StepRequest step, Verifier verifier) throws InterruptedException {
    Line line = random.pick(lines);
    long patience = patience();
    switch (random.below(6)) {
      case 0 ->
          await(send(line, step, patience), patience)
              .ifPresent(reply -> verifier.verify(reply, line.acknowledged()));
      case 1 -> batch(line, step, patience, verifier);
      case 2 -> stream(line, step, patience, verifier);
      case 3 -> {
        counts.hangUps.increment();
        CompletableFuture<StepResponse> reply = send(line, step, patience);
        TimeUnit.MILLISECONDS.sleep(random.below(4));
        line.hangUp();
        await(reply, patience).ifPresent(answer -> verifier.verify(answer, line.acknowledged()));
      }
      case 4 -> {
        counts.cancellations.increment();
        Context.CancellableContext context = Context.current().withCancellation();
        CompletableFuture<StepResponse> reply = new CompletableFuture<>();
        context.run(() -> line.stub(patience).step(step, Line.into(reply)));
        TimeUnit.MILLISECONDS.sleep(random.below(3));
        context.cancel(null);
        await(reply, patience).ifPresent(answer -> verifier.verify(answer, line.acknowledged()));
      }
      default -> {
        counts.duplicates.increment();
        List<CompletableFuture<StepResponse>> all =
            lines.stream().map(each -> send(each, step, patience)).toList();
        for (int i = 0; i < all.size(); i++) {
          Line by = lines.get(i);
          await(all.get(i), patience).ifPresent(reply -> verifier.verify(reply, by.acknowledged()));
        }
      }
    }
  }

  private static CompletableFuture<StepResponse> send(Line line, StepRequest step, long patience) {
    return Line.reply(observer -> line.stub(patience).step(step, observer));
  }

  /** The same step twice in one batch. */
  private void batch(Line line, StepRequest step, long patience, Verifier verifier)
      throws InterruptedException {
    counts.duplicates.increment();
    StepBatchRequest batch = StepBatchRequest.newBuilder().addSteps(step).addSteps(step).build();
    Optional<StepBatchResponse> reply =
        await(Line.reply(observer -> line.stub(patience).stepBatch(batch, observer)), patience);
    if (reply.isPresent()) {
      for (StepResult result : reply.get().getResultsList()) {
        if (result.hasError()) {
          refused(
              EnvironmentException.of(result.getError()).code(), result.getError().getMessage());
        } else {
          verifier.verify(result.getResponse(), line.acknowledged());
        }
      }
    }
  }

  /** The same step twice on one stream. */
  private void stream(Line line, StepRequest step, long patience, Verifier verifier)
      throws InterruptedException {
    counts.duplicates.increment();
    try (Rollout rollout = line.rollout(2)) {
      List<CompletableFuture<StepResponse>> both = List.of(rollout.step(step), rollout.step(step));
      for (CompletableFuture<StepResponse> reply : both) {
        await(reply, patience).ifPresent(answer -> verifier.verify(answer, line.acknowledged()));
      }
    }
  }

  private long patience() {
    return 2L << random.below(11); // 2 ms to 2 s
  }

  private <R> Optional<R> await(CompletableFuture<R> reply, long patience)
      throws InterruptedException {
    try {
      return Optional.of(reply.get(patience + STUCK_MILLIS, TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      counts.stuck.increment();
      say.accept("a call goes on long after its deadline");
    } catch (ExecutionException e) {
      Throwable why = Objects.requireNonNull(e.getCause());
      refused(
          why instanceof EnvironmentException refusal ? refusal.code() : code(why),
          String.valueOf(why.getMessage()));
    }
    return Optional.empty();
  }

  /** gRPC ends a call with UNKNOWN, too, where its connection goes away at the wrong moment. */
  private static Status.Code code(Throwable why) {
    Status status = Status.fromThrowable(why);
    return status.getCause() instanceof ClosedChannelException
        ? Status.Code.UNAVAILABLE
        : status.getCode();
  }

  private void refused(Status.Code code, String message) throws InterruptedException {
    counts.retries.increment();
    if (!PASSING.contains(code)) {
      counts.wrong.increment();
      say.accept("refused: " + message);
    }
    TimeUnit.MILLISECONDS.sleep(random.below(20));
  }
}
