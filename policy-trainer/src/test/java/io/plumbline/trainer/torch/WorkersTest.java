package io.plumbline.trainer.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkersTest {
  private final Workers workers = new Workers("test", 2, false);

  @AfterEach
  void close() {
    workers.close();
  }

  @Test
  void resultsComeInTheOrderOfTheTasks() {
    CountDownLatch second = new CountDownLatch(1);
    List<Callable<String>> tasks =
        List.of(
            () -> {
              second.await();
              return "first";
            },
            () -> {
              second.countDown();
              return "second";
            },
            () -> "third");
    assertThat(workers.all(tasks)).containsExactly("first", "second", "third");
  }

  @Test
  void whatATaskThrowsComesOnceAllHaveEnded() {
    AtomicInteger ended = new AtomicInteger();
    Callable<Integer> fails =
        () -> {
          throw new IllegalArgumentException("the first");
        };
    assertThatThrownBy(
            () -> workers.all(List.of(fails, ended::incrementAndGet, ended::incrementAndGet)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the first");
    assertThat(ended).hasValue(2);
  }

  @Test
  void anInterruptEndsTheWaitAndIsKept() {
    Callable<Integer> endless =
        () -> {
          new CountDownLatch(1).await();
          return 1;
        };
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> workers.all(List.of(endless)))
        .isInstanceOf(CancellationException.class);
    workers.close();
    assertThat(Thread.interrupted()).isTrue();
  }
}
