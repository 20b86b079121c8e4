package io.plumbline.trainer.environments;

import io.plumbline.client.EnvironmentClient;
import io.plumbline.client.EnvironmentException;
import io.plumbline.client.Retry;
import io.plumbline.env.v1.Limits;
import io.plumbline.env.v1.ListEnvironmentsResponse;
import io.plumbline.env.v1.ResetRequest;
import io.plumbline.env.v1.ResetResponse;
import io.plumbline.env.v1.SampleTasksRequest;
import io.plumbline.env.v1.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The environments of one server. A server that is away or busy is waited for, with a line of
 * progress for each wait, and no attempt is lost by it. Thread-safe; a group is stepped by one
 * thread at a time.
 *
 * <p>Every method may throw {@link EnvironmentException} for what the server refuses, such as an
 * unknown split, {@link EnvironmentUnavailableException} once the server has been away for longer
 * than the policy allows, and {@link InterruptedException} promptly, even while it waits.
 */
public final class Environments implements AutoCloseable {
  private final EnvironmentClient client;
  private final Patience patience;
  private final ListEnvironmentsResponse listing;

  private Environments(
      EnvironmentClient client, Patience patience, ListEnvironmentsResponse listing) {
    this.client = client;
    this.patience = patience;
    this.listing = listing;
  }

  /**
   * Asks the server what it offers; one that is still to start is waited for.
   *
   * @param client taken over: closed with this, and at once where the server is not to be had
   * @param progress takes lines such as {@code plumbline: server at 127.0.0.1:50051 unavailable for
   *     4 s, waiting (giving up after 120 s)}
   */
  public static Environments open(
      EnvironmentClient client, RetryPolicy policy, Consumer<String> progress)
      throws InterruptedException {
    // Whoever watches a run is told of each wait, so it is not the client that waits.
    EnvironmentClient impatient = client.withRetry(Retry.NONE);
    Patience patience = new Patience(impatient, policy, progress);
    try {
      ListEnvironmentsResponse listing = patience.call(impatient::listEnvironments);
      return new Environments(impatient, patience, checked(listing));
    } catch (RuntimeException | InterruptedException e) {
      client.close();
      throw e;
    }
  }

  private static ListEnvironmentsResponse checked(ListEnvironmentsResponse listing) {
    Limits limits = listing.getLimits();
    atLeastOne("max_batch_items", limits.getMaxBatchItems());
    atLeastOne("max_message_bytes", limits.getMaxMessageBytes());
    atLeastOne("max_action_bytes", limits.getMaxActionBytes());
    atLeastOne("max_sample_count", limits.getMaxSampleCount());
    return listing;
  }

  private static void atLeastOne(String limit, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "limits: the server says " + limit + " " + value + " (expected: at least 1)");
    }
  }

  /** What the server offered when this was opened: environments, grader versions, limits. */
  public ListEnvironmentsResponse listing() {
    return listing;
  }

  /**
   * Tasks of consecutive seeds, no task twice.
   *
   * @param seed of the first, at least 0
   * @param count how many, at least 1
   * @return {@code count} tasks, or all of a split that has fewer
   */
  public List<Task> tasks(String environment, String split, long seed, int count)
      throws InterruptedException {
    Map<String, Task> tasks = new LinkedHashMap<>();
    SampleTasksRequest.Builder request =
        SampleTasksRequest.newBuilder().setEnvironment(environment).setSplit(split);
    long next = seed;
    while (true) {
      int asked = Math.min(count - tasks.size(), listing.getLimits().getMaxSampleCount());
      SampleTasksRequest page = request.setSeed(next).setCount(asked).build();
      List<Task> answer = patience.call(() -> client.sampleTasks(page));
      int before = tasks.size();
      answer.forEach(task -> tasks.putIfAbsent(task.getId(), task));
      // A finite split starts over behind its last task.
      boolean exhausted = answer.size() < asked || tasks.size() == before;
      if (exhausted || tasks.size() >= count) {
        return List.copyOf(tasks.values());
      }
      next += asked;
    }
  }

  /** The task of an id. */
  public Task task(String taskId) throws InterruptedException {
    return patience.call(() -> client.getTask(taskId));
  }

  /**
   * Starts a group of attempts at each task.
   *
   * @param groupSize attempts in each group, at least 1 and at most what the server takes
   * @return a group for each task id, in their order
   */
  public List<EpisodeGroup> reset(List<String> taskIds, int groupSize, Terms terms)
      throws InterruptedException {
    if (groupSize < 1) {
      throw new IllegalArgumentException("group_size: " + groupSize + " (expected: at least 1)");
    }
    List<EpisodeGroup> groups = new ArrayList<>();
    for (String taskId : taskIds) {
      ResetRequest request =
          ResetRequest.newBuilder()
              .setTaskId(taskId)
              .setGroupSize(groupSize)
              .setProfile(terms.profile())
              .setRewardRule(terms.rewardRule())
              .setTokenBudget(terms.tokenBudget())
              .build();
      ResetResponse response = patience.call(() -> client.reset(request));
      groups.add(new EpisodeGroup(request, terms, response));
    }
    return List.copyOf(groups);
  }

  /**
   * Grades attempts. One that the server refuses, such as a text that is too large, has an outcome
   * without a reward that says why; it takes nothing from the others.
   *
   * <p>A server that came back with another key or another grader version, or whose handles have
   * expired, is asked for new ones.
   *
   * @return an outcome for each attempt, in their order
   * @throws EnvironmentChangedException if a task's content is no longer what it was at its reset
   */
  public List<Outcome> step(List<Attempt> attempts) throws InterruptedException {
    return new Stepping(patience, listing.getLimits(), attempts).run();
  }

  /** Closes the client. */
  @Override
  public void close() {
    client.close();
  }
}
