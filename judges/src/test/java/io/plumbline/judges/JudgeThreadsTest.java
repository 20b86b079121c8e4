package io.plumbline.judges;

import static io.plumbline.judges.Samples.FAITHFULNESS;
import static io.plumbline.judges.StubEndpoint.says;
import static io.plumbline.judges.StubEndpoint.scored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class JudgeThreadsTest {
  private final StubEndpoint stub = new StubEndpoint();

  @AfterEach
  void close() {
    stub.close();
  }

  @Test
  @Timeout(30) // a limit of one would wait for a second request for ever
  void noMoreRequestsAreInFlightThanAllowed() throws Exception {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch answers = new CountDownLatch(1);
    stub.then(
        (exchange, body) -> {
          most.accumulateAndGet(now.incrementAndGet(), Math::max);
          await(answers);
          now.decrementAndGet();
          says(scored("faithfulness", 8)).answer(exchange, body);
        });
    List<Thread> threads = new ArrayList<>();
    ExecutorService callers =
        Executors.newFixedThreadPool(
            8,
            task -> {
              Thread thread = new Thread(task);
              threads.add(thread);
              return thread;
            });
    try (Judge judge = Judge.open(stub.config(0))) {
      List<Future<Judgement>> asked = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String output = "output " + i;
        asked.add(callers.submit(() -> judge.assess(FAITHFULNESS, Samples.revision(), output)));
      }
      // A caller whose request is in flight waits for so long at most; one who may not ask, waits.
      while (most.get() < 2 || (most.get() == 2 && waiting(threads) < 6)) {
        Thread.onSpinWait();
      }
      answers.countDown();
      for (Future<Judgement> each : asked) {
        assertThat(each.get()).isInstanceOf(Judgement.Scored.class);
      }
      assertThat(most).hasValue(2);
    } finally {
      callers.shutdownNow();
    }
  }

  private static long waiting(List<Thread> threads) {
    return threads.stream().filter(each -> each.getState() == Thread.State.WAITING).count();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void anInterruptEndsTheCallAndIsKept() throws IOException {
    stub.then(stub.neverAnswers());
    Thread.currentThread().interrupt();
    try (Judge judge = Judge.open(stub.config(0))) {
      Judgement judgement = judge.assess(FAITHFULNESS, Samples.revision(), "a");
      assertThat(Thread.interrupted()).isTrue();
      assertThat(judgement)
          .isEqualTo(new Judgement.Failed(Judgement.Cause.ENDPOINT, "interrupted"));
    }
  }

  @Test
  void anInterruptEndsTheWaitBetweenAttempts() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> Clockwork.REAL.sleep(Duration.ofDays(1)))
        .isInstanceOf(InterruptedException.class);
  }
}
