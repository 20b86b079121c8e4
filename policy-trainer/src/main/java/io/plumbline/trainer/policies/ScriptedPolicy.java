package io.plumbline.trainer.policies;

import io.plumbline.env.v1.Task;
import io.plumbline.trainer.budgets.TokenCounter;
import java.util.List;
import java.util.Optional;

/** A behaviour as a policy: it writes as a whole and is cut where the budget ends. */
public final class ScriptedPolicy implements Policy {
  private final Behaviour behaviour;
  private final References references;
  private final TokenCounter counter;

  /**
   * @param behaviour what it does
   * @param references of the tasks that it will be given
   * @param counter counts and cuts; stays open
   */
  public ScriptedPolicy(Behaviour behaviour, References references, TokenCounter counter) {
    this.behaviour = behaviour;
    this.references = references;
    this.counter = counter;
  }

  @Override
  public String label() {
    return behaviour.label();
  }

  @Override
  public boolean supports(String environment) {
    return behaviour.supports(environment);
  }

  @Override
  public String tokenizer() {
    return counter.describe();
  }

  @Override
  public Optional<String> decoding() {
    return Optional.empty();
  }

  /**
   * @throws IllegalArgumentException if a task's reference is not at hand; the message names it
   */
  @Override
  public List<Answer> answer(List<Task> tasks, int maxTokens) {
    return tasks.stream().map(task -> answer(task, maxTokens)).toList();
  }

  private Answer answer(Task task, int maxTokens) {
    String text =
        behaviour.write(
            references
                .find(task)
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "task_id: \""
                                + task.getId()
                                + "\" (expected: a task whose reference is at hand)")));
    int tokens = counter.count(text);
    return tokens <= maxTokens
        ? new Answer(text, tokens, false)
        : new Answer(counter.cut(text, maxTokens), maxTokens, true);
  }
}
