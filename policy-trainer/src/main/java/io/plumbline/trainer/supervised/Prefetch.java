package io.plumbline.trainer.supervised;

import io.plumbline.trainer.torch.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Draws the lessons of the next step while this one is computed. */
final class Prefetch implements AutoCloseable {
  private final SupervisedConfig config;
  private final Curriculum curriculum;
  private final ExecutorService worker;
  private int ahead = -1;
  private CompletableFuture<List<Lesson>> next = CompletableFuture.completedFuture(List.of());

  Prefetch(SupervisedConfig config, Curriculum curriculum) {
    this.config = config;
    this.curriculum = curriculum;
    worker =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread thread = new Thread(work, "lessons");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** The lessons of step {@code number}, as many as make up its positions. */
  List<Lesson> lessons(int number) {
    List<Lesson> lessons = number == ahead ? next.join() : draw(number);
    if (number + 1 < config.steps()) {
      ahead = number + 1;
      next = CompletableFuture.supplyAsync(() -> draw(number + 1), worker);
    }
    return lessons;
  }

  private List<Lesson> draw(int number) {
    double progress = curriculum.progress(number, config.steps());
    List<Lesson> lessons = new ArrayList<>();
    int positions = 0;
    for (long i = 0; positions < config.positions() * config.share(progress); i++) {
      Lesson lesson = curriculum.lesson(((long) number << 20) + i, progress);
      lessons.add(lesson);
      positions += lesson.positions();
    }
    return lessons;
  }

  /** Waits for the lessons that are being drawn: the tokenizer may be closed after this. */
  @Override
  public void close() {
    Workers.finish(worker);
  }
}
