package io.plumbline.trainer.service;

import io.plumbline.env.v1.Observation;
import io.plumbline.env.v1.Task;
import io.plumbline.policy.v1.EvaluateRequest;
import io.plumbline.policy.v1.EvaluateResponse;
import io.plumbline.policy.v1.GenerateRequest;
import io.plumbline.policy.v1.GenerateResponse;
import io.plumbline.policy.v1.Scores;
import io.plumbline.trainer.environments.Environments;
import io.plumbline.trainer.evaluation.Evaluation;
import io.plumbline.trainer.evaluation.Report;
import io.plumbline.trainer.policies.LoadedPolicy;
import io.plumbline.trainer.policies.Policy;
import io.plumbline.trainer.policies.PolicyStack;
import io.plumbline.trainer.policies.References;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Asks policies: for one answer, or for what they score. */
final class Answers {
  private static final String TABLES = "spreadsheet_clean";
  private static final int MOST_TASKS = 10_000;
  private static final int SOME_TASKS = 40;
  private static final int MOST_TOKENS = 1 << 20; // the server's own limit

  private final Policies policies;
  private final Environments environments;
  private final References references;
  private final int threads;

  /**
   * @param threads of an evaluation
   */
  Answers(Policies policies, Environments environments, References references, int threads) {
    this.policies = policies;
    this.environments = environments;
    this.references = references;
    this.threads = threads;
  }

  static void check(GenerateRequest request) {
    if (request.getPromptCase() == GenerateRequest.PromptCase.PROMPT_NOT_SET) {
      throw Refusal.invalid("prompt", "absent", "a task_id or a text");
    }
    Requests.within("max_tokens", request.getMaxTokens(), 1, MOST_TOKENS);
    Requests.temperature(request.getTemperature());
    Requests.within("seed", request.getSeed(), 0, Long.MAX_VALUE);
  }

  static void check(EvaluateRequest request) {
    boolean split = !request.getSplit().isEmpty();
    int ids = request.getTaskIdsCount();
    if (split == ids > 0) {
      throw Refusal.invalid("split", split ? "with task_ids" : "absent", "a split or task_ids");
    }
    Requests.within("task_ids", ids, 0, MOST_TASKS);
    Requests.within("first_task", request.getFirstTask(), 0, Long.MAX_VALUE);
    Requests.within("count", request.getCount(), 0, MOST_TASKS);
    Requests.within("max_tokens", request.getMaxTokens(), 1, MOST_TOKENS);
    Requests.temperature(request.getTemperature());
    Requests.within("seed", request.getSeed(), 0, Long.MAX_VALUE);
  }

  /**
   * Writes one answer.
   *
   * @param stop once true, throws {@link CancellationException}
   * @param out takes the pieces and the end
   */
  void generate(GenerateRequest request, BooleanSupplier stop, Consumer<GenerateResponse> out)
      throws IOException, InterruptedException {
    heed(stop);
    try (PolicyStack stack = policies.open(request.getPolicy());
        LoadedPolicy loaded = new LoadedPolicy(stack, 1, stop)) {
      Observation prompt = Observation.newBuilder().setInput(request.getText()).build();
      if (request.hasTaskId()) {
        Task task = environments.task(request.getTaskId());
        requireSupport(loaded.at(0, 0), task.getEnvironment());
        prompt = task.getObservation();
      }
      Pieces pieces = new Pieces(stack.tokenizer()::decode, out);
      pieces.end(
          loaded.draw(
              stack.tokenizer().prompt(prompt),
              request.getMaxTokens(),
              request.getTemperature(),
              request.getSeed(),
              pieces));
    }
  }

  /**
   * Scores a policy.
   *
   * @param stop once true, throws {@link CancellationException}
   */
  EvaluateResponse evaluate(EvaluateRequest request, BooleanSupplier stop)
      throws IOException, InterruptedException {
    heed(stop);
    try (PolicyStack stack = policies.open(request.getPolicy());
        LoadedPolicy loaded = new LoadedPolicy(stack, threads, stop)) {
      String environment = request.getEnvironment().isEmpty() ? TABLES : request.getEnvironment();
      Policy policy = loaded.at(request.getTemperature(), request.getSeed());
      requireSupport(policy, environment);
      List<Task> tasks = tasks(request, environment);
      heed(stop);
      return response(
          new Evaluation(environments, references)
              .run(
                  policy,
                  request.getSplit().isEmpty() ? "task_ids" : request.getSplit(),
                  tasks,
                  request.getMaxTokens())
              .report());
    }
  }

  private static void heed(BooleanSupplier stop) {
    if (stop.getAsBoolean()) {
      throw new CancellationException("stopped");
    }
  }

  private static void requireSupport(Policy policy, String environment) {
    if (!policy.supports(environment)) {
      throw Refusal.invalid(
          "policy", Requests.quote(policy.label()), "one that means something for " + environment);
    }
  }

  private List<Task> tasks(EvaluateRequest request, String environment)
      throws InterruptedException {
    if (!request.getSplit().isEmpty()) {
      int count = request.getCount() == 0 ? SOME_TASKS : request.getCount();
      List<Task> tasks =
          environments.tasks(environment, request.getSplit(), request.getFirstTask(), count);
      if (tasks.isEmpty()) {
        throw Refusal.invalid("first_task", request.getFirstTask(), "a task of the split");
      }
      return tasks;
    }
    List<Task> tasks = new ArrayList<>();
    for (String id : request.getTaskIdsList()) {
      Task task = environments.task(id);
      if (!task.getEnvironment().equals(environment)) {
        throw Refusal.invalid("task_ids", Requests.quote(id), "tasks of " + environment);
      }
      tasks.add(task);
    }
    return tasks;
  }

  private static EvaluateResponse response(Report report) {
    EvaluateResponse.Builder response =
        EvaluateResponse.newBuilder()
            .setPolicy(report.policy())
            .setDecoding(report.decoding().orElse(""))
            .setTasks(report.tasks())
            .setMaxTokens(report.maxTokens())
            .setTokenizer(report.tokenizer())
            .setCases(report.cases())
            .setTerminated(report.terminated())
            .setTruncated(report.truncated());
    report.rowsKept().ifPresent(response::setRowsKept);
    report.allRowsKept().ifPresent(response::setAllRowsKept);
    report
        .profiles()
        .forEach(
            (profile, scores) -> {
              Scores.Builder some =
                  Scores.newBuilder()
                      .setGraderVersion(scores.graderVersion())
                      .putAllDimensions(scores.dimensions())
                      .setRewardHackingLike(scores.hackingLike())
                      .setUngraded(scores.ungraded());
              if (!Double.isNaN(scores.composite())) {
                some.setComposite(scores.composite());
              }
              response.putProfiles(profile, some.build());
            });
    return response.build();
  }
}
