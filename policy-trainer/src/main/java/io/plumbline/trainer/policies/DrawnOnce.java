package io.plumbline.trainer.policies;

import io.plumbline.env.v1.Task;
import io.plumbline.trainer.sampling.Completion;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model that is evaluated under several budgets and draws its answers once, under the largest: a
 * smaller one cuts them. They are those that it would have drawn, token for token, for a model does
 * not know its budget and each answer has random numbers of its own. Its weights must not change
 * meanwhile.
 */
public final class DrawnOnce implements Policy {
  private final LearnedPolicy policy;
  private final int mostTokens;
  private final Map<List<String>, List<Completion>> drawn = new HashMap<>();

  /**
   * Draws nothing yet.
   *
   * @param mostTokens the largest budget, at least 1
   */
  public DrawnOnce(LearnedPolicy policy, int mostTokens) {
    this.policy = policy;
    this.mostTokens = mostTokens;
  }

  @Override
  public String label() {
    return policy.label();
  }

  @Override
  public boolean supports(String environment) {
    return policy.supports(environment);
  }

  @Override
  public String tokenizer() {
    return policy.tokenizer();
  }

  @Override
  public Optional<String> decoding() {
    return policy.decoding();
  }

  /**
   * As its policy would.
   *
   * @throws IllegalArgumentException if the budget is larger than the largest
   */
  @Override
  public List<Answer> answer(List<Task> tasks, int maxTokens) {
    if (maxTokens > mostTokens) {
      throw new IllegalArgumentException(
          "max_tokens: " + maxTokens + " (expected: at most " + mostTokens + ")");
    }
    List<Completion> completions =
        drawn.computeIfAbsent(
            tasks.stream().map(Task::getId).toList(), ids -> policy.draw(tasks, mostTokens));
    return policy.answers(completions, maxTokens);
  }
}
