package io.plumbline.trainer.service;

import io.grpc.stub.ServerCallStreamObserver;
import io.plumbline.policy.v1.RunState;
import io.plumbline.policy.v1.Update;
import io.plumbline.policy.v1.WatchRunResponse;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One caller's watch of a run. It holds no news: when it is woken and the caller reads, it sends
 * what the run's files have and the caller has not.
 */
final class Watch implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
  private static final int LINES = 16;

  private final ServedRun run;
  private final ServerCallStreamObserver<WatchRunResponse> observer;
  private final Executor executor;
  private final MetricsTail tail;
  private final AtomicBoolean due = new AtomicBoolean();

  // Touched on the executor's one thread alone.
  private RunState sentState = RunState.RUN_STATE_UNSPECIFIED;
  private String sentProgress = "";
  private boolean over;

  /**
   * @param executor of one thread
   */
  Watch(
      ServedRun run,
      int afterUpdate,
      ServerCallStreamObserver<WatchRunResponse> observer,
      Executor executor) {
    this.run = run;
    this.observer = observer;
    this.executor = executor;
    tail = run.tail(afterUpdate);
  }

  /** Begins; called within the call, before its handler returns. */
  void start() {
    observer.setOnReadyHandler(this);
    observer.setOnCancelHandler(() -> run.forget(this));
    run.listen(this);
    run();
  }

  /** There may be news, or room for them. */
  @Override
  public void run() {
    if (due.compareAndSet(false, true)) {
      executor.execute(
          () -> {
            due.set(false);
            try {
              send();
            } catch (Exception e) {
              LOG.error("watch failed", e);
              end();
              observer.onError(Refusal.internal().asStatus());
            }
          });
    }
  }

  private void send() throws Exception {
    if (over || observer.isCancelled()) {
      end();
      return;
    }
    ServedRun.News news = run.news(); // before the lines: those of a run that ended are all there
    if (!news.isLast()) {
      sendState(news);
    }
    List<Update> updates = List.of();
    do {
      for (Update update : updates) {
        observer.onNext(WatchRunResponse.newBuilder().setUpdate(update).build());
      }
      if (!observer.isReady()) {
        return; // woken once the caller has read
      }
      updates = tail.next(LINES);
    } while (!updates.isEmpty());
    if (news.isLast()) {
      sendState(news);
      end();
      observer.onCompleted();
    } else if (!news.progress().equals(sentProgress)) {
      sentProgress = news.progress();
      if (!sentProgress.isEmpty()) {
        observer.onNext(WatchRunResponse.newBuilder().setProgress(sentProgress).build());
      }
    }
  }

  private void sendState(ServedRun.News news) {
    if (news.run().getState() != sentState) {
      sentState = news.run().getState();
      observer.onNext(WatchRunResponse.newBuilder().setRun(news.run()).build());
    }
  }

  private void end() {
    over = true;
    run.forget(this);
  }
}
