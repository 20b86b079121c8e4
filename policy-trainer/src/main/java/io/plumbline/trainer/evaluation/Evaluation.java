package io.plumbline.trainer.evaluation;

import io.plumbline.env.v1.Environment;
import io.plumbline.env.v1.Rubric;
import io.plumbline.env.v1.Task;
import io.plumbline.graders.Profile;
import io.plumbline.graders.RewardRule;
import io.plumbline.graders.spreadsheet.RowsKept;
import io.plumbline.graders.spreadsheet.SpreadsheetClean;
import io.plumbline.graders.tasks.TableReference;
import io.plumbline.trainer.environments.Attempt;
import io.plumbline.trainer.environments.Environments;
import io.plumbline.trainer.environments.EpisodeGroup;
import io.plumbline.trainer.environments.Outcome;
import io.plumbline.trainer.environments.Terms;
import io.plumbline.trainer.policies.Answer;
import io.plumbline.trainer.policies.Policy;
import io.plumbline.trainer.policies.References;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;

/** Runs policies over tasks through the contract: reset, answer, step, under every profile. */
public final class Evaluation {
  private final Environments environments;
  private final References references;

  /**
   * @param environments of the server that serves the tasks, here or elsewhere; stay open
   * @param references count the rows that outputs keep, which no grade says; without them reports
   *     do not say it either
   */
  public Evaluation(Environments environments, References references) {
    this.environments = environments;
    this.references = references;
  }

  /**
   * Evaluates one policy.
   *
   * @param tasksName where the tasks come from, for the report
   * @param tasks as the server has them; at least one, all of one environment
   * @param maxTokens the token budget, at least 1
   * @throws IllegalArgumentException if the tasks or the budget are not as said, or the server does
   *     not have the environment
   * @throws IllegalStateException if the policy does not answer each task, or the server refuses an
   *     answer; the message says why
   */
  public Evaluated run(Policy policy, String tasksName, List<Task> tasks, int maxTokens)
      throws InterruptedException {
    if (maxTokens < 1) {
      throw new IllegalArgumentException("max_tokens: " + maxTokens + " (expected: at least 1)");
    }
    List<Rubric> rubrics = rubrics(environment(tasks));
    List<Answer> answers = policy.answer(tasks, maxTokens);
    if (answers.size() != tasks.size()) {
      throw new IllegalStateException(
          "answers: " + answers.size() + " (expected: " + tasks.size() + ", one for each task)");
    }
    Map<String, List<Outcome>> graded = new LinkedHashMap<>();
    for (Rubric rubric : rubrics) {
      graded.put(rubric.getProfile(), grade(rubric.getProfile(), tasks, answers, maxTokens));
    }
    List<Case> cases = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      cases.add(assemble(tasks.get(i), answers.get(i), i, graded));
    }
    Map<String, Report.Scores> scores = new LinkedHashMap<>();
    rubrics.forEach(rubric -> scores.put(rubric.getProfile(), Scoring.of(rubric, cases)));
    return new Evaluated(report(policy, tasksName, maxTokens, cases, scores), cases);
  }

  private static String environment(List<Task> tasks) {
    List<String> environments = tasks.stream().map(Task::getEnvironment).distinct().toList();
    if (environments.size() != 1) {
      throw new IllegalArgumentException(
          "tasks: "
              + tasks.size()
              + " of environments "
              + environments
              + " (expected: at least one, all of one environment)");
    }
    return environments.get(0);
  }

  private List<Rubric> rubrics(String environment) {
    List<Environment> offered = environments.listing().getEnvironmentsList();
    return offered.stream()
        .filter(each -> each.getName().equals(environment))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "environment: \""
                        + environment
                        + "\" (expected: one of "
                        + offered.stream().map(Environment::getName).toList()
                        + ")"))
        .getRubricsList();
  }

  private List<Outcome> grade(String profile, List<Task> tasks, List<Answer> answers, int maxTokens)
      throws InterruptedException {
    RewardRule rule =
        profile.equals(Profile.REFERENCE.label()) ? RewardRule.REFERENCE : RewardRule.PESSIMISTIC;
    List<EpisodeGroup> episodes =
        environments.reset(
            tasks.stream().map(Task::getId).toList(),
            1,
            new Terms(profile, rule.label(), maxTokens));
    List<Attempt> attempts = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      Answer answer = answers.get(i);
      attempts.add(
          new Attempt(episodes.get(i), 0, answer.text(), answer.tokens(), answer.truncated()));
    }
    List<Outcome> outcomes = environments.step(attempts);
    for (int i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i).isRefused()) {
        throw new IllegalStateException(
            "step of "
                + tasks.get(i).getId()
                + " refused: "
                + outcomes.get(i).ungraded().orElseThrow());
      }
    }
    return outcomes;
  }

  private Case assemble(Task task, Answer answer, int index, Map<String, List<Outcome>> graded) {
    Map<String, OptionalDouble> composites = new LinkedHashMap<>();
    Map<String, Map<String, Double>> dimensions = new LinkedHashMap<>();
    graded.forEach(
        (profile, outcomes) -> {
          composites.put(profile, outcomes.get(index).reward());
          dimensions.put(profile, outcomes.get(index).dimensions());
        });
    Optional<RowsKept> rows =
        references
            .find(task)
            .filter(found -> found.reference() instanceof TableReference)
            .map(found -> SpreadsheetClean.rowsKept(found, answer.text()));
    return new Case(
        task.getId(),
        task.getContentHash(),
        answer.text(),
        answer.tokens(),
        answer.truncated(),
        composites,
        dimensions,
        rows.map(kept -> OptionalInt.of(kept.matched())).orElse(OptionalInt.empty()),
        rows.map(kept -> OptionalInt.of(kept.reference())).orElse(OptionalInt.empty()));
  }

  private static Report report(
      Policy policy,
      String tasksName,
      int maxTokens,
      List<Case> cases,
      Map<String, Report.Scores> scores) {
    double truncated = cases.stream().filter(Case::truncated).count() / (double) cases.size();
    return new Report(
        policy.label(),
        policy.decoding(),
        tasksName,
        maxTokens,
        policy.tokenizer(),
        cases.size(),
        1 - truncated,
        truncated,
        rows(cases, Evaluation::shareOfRows),
        rows(cases, each -> shareOfRows(each) == 1 ? 1 : 0),
        scores);
  }

  /** A mean over all tables; over those alone whose reference is at hand it would mislead. */
  private static OptionalDouble rows(List<Case> cases, ToDoubleFunction<Case> measure) {
    return cases.stream().allMatch(each -> each.rowsExpected().isPresent())
        ? cases.stream().mapToDouble(measure).average()
        : OptionalDouble.empty();
  }

  private static double shareOfRows(Case table) {
    return (double) table.rowsMatched().orElseThrow() / table.rowsExpected().orElseThrow();
  }
}
