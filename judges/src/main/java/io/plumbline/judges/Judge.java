package io.plumbline.judges;

import io.plumbline.graders.tasks.Task;
import java.util.List;
import java.util.Optional;

/**
 * A language model that scores one dimension of one output at a time, at temperature 0. Serves any
 * number of threads; so many requests are in flight as its configuration allows, and further
 * callers wait. Scores are cached by endpoint, model, rubric, task and output; failures are not.
 */
public final class Judge implements AutoCloseable {
  /** Scores that are remembered: some 50 MB at most. */
  private static final int MAX_CACHED = 50_000;

  private final JudgeConfig config;
  private final JudgeClient client;
  private final JudgementCache cache;

  private Judge(JudgeConfig config, JudgeClient client, JudgementCache cache) {
    this.config = config;
    this.client = client;
    this.cache = cache;
  }

  /**
   * A judge. Nothing is sent yet.
   *
   * @throws JudgeFileException if there is a cache file that cannot be used
   */
  public static Judge open(JudgeConfig config) throws JudgeFileException {
    return open(config, Clockwork.REAL);
  }

  static Judge open(JudgeConfig config, Clockwork clockwork) throws JudgeFileException {
    JudgementCache cache = JudgementCache.open(MAX_CACHED, config.cacheFile());
    return new Judge(config, new JudgeClient(config, clockwork), cache);
  }

  /** Endpoint and model: what a calibration is pinned to. */
  public JudgeId id() {
    return config.id();
  }

  /** Requests at a time; more callers than that only wait. */
  public int maxInFlight() {
    return config.maxInFlight();
  }

  /** What was used since {@link #open}; what the cache answers costs nothing. */
  public Cost cost() {
    return client.cost();
  }

  /**
   * Scores one dimension. Blocks for as long as retries take; an interrupt ends it with a failure
   * and is kept. Throws nothing for whatever the endpoint does.
   *
   * @param output any text at all
   * @throws IllegalArgumentException if the rubric is another environment's than the task
   */
  public Judgement assess(JudgeRubric rubric, Task task, String output) {
    if (!rubric.environment().equals(task.environment())) {
      throw new IllegalArgumentException(
          "environment: " + task.environment() + " (expected: " + rubric.environment() + ")");
    }
    Prompt prompt = Prompt.of(rubric, task, output);
    if (prompt.chars() > Prompt.MAX_CHARS) {
      return new Judgement.Failed(
          Judgement.Cause.ENDPOINT,
          "prompt: " + prompt.chars() + " characters (expected: at most " + Prompt.MAX_CHARS + ")");
    }
    String key =
        Fingerprint.of(
            List.of(id().endpoint(), id().model(), rubric.version(), task.contentHash(), output));
    Optional<Judgement.Scored> known = cache.find(key);
    if (known.isPresent()) {
      return known.get();
    }
    Answer answer = client.ask(prompt);
    if (answer instanceof Answer.None none) {
      return new Judgement.Failed(Judgement.Cause.ENDPOINT, none.why());
    }
    Completion completion = ((Answer.Replied) answer).completion();
    Judgement judgement = new ReplyParser(rubric, prompt.user()).parse(completion);
    if (judgement instanceof Judgement.Scored scored) {
      cache.keep(key, scored);
    }
    return judgement;
  }

  /**
   * Closes the cache's file, if there is one.
   *
   * @throws JudgeFileException if not all of it could be written
   */
  @Override
  public void close() throws JudgeFileException {
    cache.close();
  }
}
