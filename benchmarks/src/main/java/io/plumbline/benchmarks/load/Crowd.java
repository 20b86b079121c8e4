package io.plumbline.benchmarks.load;

import com.google.protobuf.ByteString;
import io.grpc.Metadata;
import io.grpc.Status;
import io.plumbline.client.EnvironmentException;
import io.plumbline.env.v1.Error;
import io.plumbline.env.v1.ErrorTrailer;
import io.plumbline.env.v1.StepRequest;
import io.plumbline.env.v1.StepResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Steps that are all in flight at once. One that is refused for the moment is sent again. */
final class Crowd {

  /** Hears of the end of a step. */
  interface End {
    /** Called once, with the reply or with what came instead. */
    void ended(@Nullable StepResponse reply, @Nullable Throwable why);
  }

  /** Sends a step without waiting. */
  interface Sending {
    void send(int number, StepRequest step, End end);
  }

  private final List<StepRequest> steps;
  private final Sending sending;
  private final AtomicReferenceArray<@Nullable StepResponse> replies;
  private final CountDownLatch waiting;
  private final LongAdder refusals = new LongAdder();
  private final LongAdder doubled = new LongAdder();
  private final Map<Status.Code, LongAdder> failed = new ConcurrentHashMap<>();
  private final ScheduledExecutorService later =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "plumbline-retries");
            thread.setDaemon(true);
            return thread;
          });
  private double seconds;

  Crowd(List<StepRequest> steps, Sending sending) {
    this.steps = List.copyOf(steps);
    this.sending = sending;
    this.replies = new AtomicReferenceArray<>(steps.size());
    this.waiting = new CountDownLatch(steps.size());
  }

  /** Sends all, and waits for all or until {@code patience} is at its end. */
  Crowd run(Duration patience) throws InterruptedException {
    long start = System.nanoTime();
    for (int i = 0; i < steps.size(); i++) {
      send(i);
    }
    boolean all = waiting.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    later.shutdownNow();
    seconds = (System.nanoTime() - start) / 1e9;
    if (!all) {
      LongAdder late =
          failed.computeIfAbsent(Status.Code.DEADLINE_EXCEEDED, missing -> new LongAdder());
      late.add(waiting.getCount());
    }
    return this;
  }

  private void send(int number) {
    sending.send(number, steps.get(number), (reply, why) -> ended(number, reply, why));
  }

  private void ended(int number, @Nullable StepResponse reply, @Nullable Throwable why) {
    if (reply != null) {
      if (replies.getAndSet(number, reply) != null) {
        doubled.increment();
      }
      waiting.countDown();
      return;
    }
    Optional<Duration> retry = retryAfter(why);
    if (retry.isPresent()) {
      refusals.increment();
      var unused =
          later.schedule(() -> send(number), retry.get().toMillis(), TimeUnit.MILLISECONDS);
    } else {
      failed.computeIfAbsent(code(why), missing -> new LongAdder()).increment();
      waiting.countDown();
    }
  }

  private static Status.Code code(@Nullable Throwable why) {
    return why instanceof EnvironmentException refusal
        ? refusal.code()
        : Status.fromThrowable(why == null ? new IllegalStateException() : why).getCode();
  }

  private static Optional<Duration> retryAfter(@Nullable Throwable why) {
    if (why instanceof EnvironmentException refusal) {
      return refusal.retryAfter();
    }
    Metadata trailers = why == null ? null : Status.trailersFromThrowable(why);
    Error error = trailers == null ? null : trailers.get(ErrorTrailer.KEY);
    return error == null || !error.hasRetryAfter()
        ? Optional.empty()
        : Optional.of(
            Duration.ofSeconds(
                error.getRetryAfter().getSeconds(), error.getRetryAfter().getNanos()));
  }

  /** Whether each was answered, once. */
  boolean isComplete() {
    return failed.isEmpty() && doubled.sum() == 0 && waiting.getCount() == 0;
  }

  /** What became of them, under names that begin with {@code how}. */
  void report(String how, Figures figures) {
    Set<ByteString> ids = new HashSet<>();
    int answered = 0;
    for (int i = 0; i < steps.size(); i++) {
      StepResponse reply = replies.get(i);
      if (reply != null) {
        answered++;
        ids.add(reply.getStepId());
      }
    }
    figures
        .count(how + ": answered", answered)
        .count(how + ": answered twice", doubled.sum())
        .count(how + ": different step ids", ids.size())
        .put(how + ": failed", failed.toString())
        .count(how + ": refused for the moment, sent again", refusals.sum())
        .put(how + ": seconds until all were answered", "%.2f", seconds);
  }

  /** How many replies another crowd's differ from, step by step. */
  int differences(Crowd other) {
    int differences = 0;
    for (int i = 0; i < steps.size(); i++) {
      StepResponse mine = replies.get(i);
      if (mine == null || !mine.equals(other.replies.get(i))) {
        differences++;
      }
    }
    return differences;
  }
}
