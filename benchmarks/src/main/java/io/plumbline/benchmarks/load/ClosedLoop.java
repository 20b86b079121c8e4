package io.plumbline.benchmarks.load;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Keeps a number of unary calls in flight for a while and counts what comes back. */
final class ClosedLoop<Q, R> {
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final Channel channel;
  private final MethodDescriptor<Q, R> method;
  private final Q request;
  private final int inFlight;

  ClosedLoop(Channel channel, MethodDescriptor<Q, R> method, Q request, int inFlight) {
    this.channel = channel;
    this.method = method;
    this.request = request;
    this.inFlight = inFlight;
  }

  /**
   * What one round measured.
   *
   * @param perSecond calls answered per second
   * @param latencies nanoseconds from call to answer
   */
  record Round(double perSecond, Histogram latencies) {}

  /**
   * Runs for {@code duration} and until the last call is answered.
   *
   * @throws IllegalStateException if a call fails
   */
  Round run(Duration duration) throws InterruptedException {
    ConcurrentHistogram latencies = new ConcurrentHistogram(LONGEST_NANOS, 3);
    CountDownLatch finished = new CountDownLatch(inFlight);
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    long start = System.nanoTime();
    long end = start + duration.toNanos();
    for (int i = 0; i < inFlight; i++) {
      new Caller(end, latencies, finished, failure).call();
    }
    finished.await();
    double seconds = (System.nanoTime() - start) / 1e9;
    Throwable failed = failure.get();
    if (failed != null) {
      throw new IllegalStateException("a call failed: " + failed.getMessage(), failed);
    }
    return new Round(latencies.getTotalCount() / seconds, latencies);
  }

  /** One place in flight: the next call starts when the last is answered. */
  private final class Caller implements StreamObserver<R> {
    private final long end;
    private final Histogram latencies;
    private final CountDownLatch finished;
    private final AtomicReference<@Nullable Throwable> failure;
    private long started;

    Caller(
        long end,
        Histogram latencies,
        CountDownLatch finished,
        AtomicReference<@Nullable Throwable> failure) {
      this.end = end;
      this.latencies = latencies;
      this.finished = finished;
      this.failure = failure;
    }

    void call() {
      started = System.nanoTime();
      ClientCalls.asyncUnaryCall(channel.newCall(method, CallOptions.DEFAULT), request, this);
    }

    @Override
    public void onNext(R value) {}

    @Override
    public void onError(Throwable t) {
      failure.compareAndSet(null, t);
      finished.countDown();
    }

    @Override
    public void onCompleted() {
      long now = System.nanoTime();
      latencies.recordValue(Math.min(now - started, LONGEST_NANOS));
      if (now < end) {
        call();
      } else {
        finished.countDown();
      }
    }
  }
}
