package io.plumbline.server;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.grpc.Status;
import io.plumbline.graders.Environment;
import io.plumbline.graders.Grader;
import io.plumbline.graders.Profile;
import io.plumbline.graders.Rubric;
import io.plumbline.graders.tasks.Difficulty;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.graders.tasks.TaskSplit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Environments, splits and tasks by name, and graders by task. A task is a function of its id, so
 * the cache only saves work: what it drops is made again, the same.
 */
final class Registry {
  /** A few kilobytes each. */
  private static final int CACHED_TASKS = 4096;

  private final Map<String, Environment> environments = new LinkedHashMap<>();
  private final TaskCatalogue catalogue;
  private final Cache<String, PreparedTask> prepared = cache();

  /** The same tasks by where they were drawn: making one takes longer than grading it. */
  private final Cache<Draw, PreparedTask> drawn = cache();

  Registry(List<Environment> environments, TaskCatalogue catalogue) {
    environments.forEach(environment -> this.environments.put(environment.name(), environment));
    this.catalogue = catalogue;
  }

  private record Draw(String environment, String split, long seed) {}

  private static <K> Cache<K, PreparedTask> cache() {
    return Caffeine.newBuilder().maximumSize(CACHED_TASKS).executor(Runnable::run).build();
  }

  /** A task with its hash and the graders that were asked for so far. */
  static final class PreparedTask {
    final Task task;
    final String hash;
    final boolean open;
    private final Environment environment;
    private final Map<Profile, Grader> graders = new ConcurrentHashMap<>();

    private PreparedTask(Task task, boolean open, Environment environment) {
      this.task = task;
      this.hash = task.contentHash();
      this.open = open;
      this.environment = environment;
    }

    Rubric rubric(Profile profile) {
      for (Rubric rubric : environment.rubrics()) {
        if (rubric.profile() == profile) {
          return rubric;
        }
      }
      throw Refusal.invalid(
          "profile",
          Refusal.quote(profile.label()),
          environment.rubrics().stream()
              .map(rubric -> rubric.profile().label())
              .collect(Collectors.joining(" or ", "", ", for " + environment.name())));
    }

    /** Its grader, which has the reference indexed. */
    Grader grader(Profile profile) {
      Grader grader = graders.get(profile);
      return grader != null
          ? grader
          : graders.computeIfAbsent(profile, missing -> environment.grader(task, missing));
    }
  }

  Iterable<Environment> environments() {
    return environments.values();
  }

  List<TaskSplit> splits(Environment environment) {
    return catalogue.splits(environment.name());
  }

  TaskSplit split(String environment, String split) {
    if (!environments.containsKey(environment)) {
      throw unknownEnvironment(environment);
    }
    return catalogue
        .split(environment, split)
        .orElseThrow(
            () ->
                Refusal.of(
                    Status.Code.NOT_FOUND,
                    "split",
                    Refusal.quote(split),
                    "one of "
                        + catalogue.splits(environment).stream()
                            .map(TaskSplit::name)
                            .collect(Collectors.joining(", "))));
  }

  private Refusal unknownEnvironment(String environment) {
    return Refusal.of(
        Status.Code.NOT_FOUND,
        "environment",
        Refusal.quote(environment),
        "one of " + String.join(", ", environments.keySet()));
  }

  List<Task> sample(TaskSplit split, long seed, int count, Optional<Difficulty> difficulty) {
    return made(() -> catalogue.sample(split, seed, count, difficulty));
  }

  PreparedTask task(TaskSplit split, long seed) {
    return drawn.get(
        new Draw(split.environment(), split.name(), seed),
        draw -> made(() -> prepare(split.task(draw.seed))));
  }

  PreparedTask task(String id) {
    return find(id)
        .orElseThrow(
            () ->
                Refusal.of(
                    Status.Code.NOT_FOUND,
                    "task_id",
                    Refusal.quote(id),
                    "environment/split/key, as SampleTasks lists them"));
  }

  Optional<PreparedTask> find(String id) {
    PreparedTask cached = prepared.getIfPresent(id);
    return cached != null ? Optional.of(cached) : made(() -> catalogue.find(id).map(this::prepare));
  }

  /** What an environment's code makes; if that breaks, one call fails. */
  private static <T> T made(Supplier<T> work) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      if (!Faults.isItsOwn(e)) {
        throw e;
      }
      throw new IllegalStateException("an environment's tasks broke", e);
    }
  }

  private PreparedTask prepare(Task task) {
    Environment environment = environments.get(task.environment());
    if (environment == null) {
      throw unknownEnvironment(task.environment());
    }
    boolean open = split(task.environment(), task.split()).open();
    return prepared.get(task.id(), id -> new PreparedTask(task, open, environment));
  }
}
