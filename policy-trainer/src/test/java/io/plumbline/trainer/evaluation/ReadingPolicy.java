package io.plumbline.trainer.evaluation;

import io.plumbline.env.v1.Task;
import io.plumbline.trainer.policies.Answer;
import io.plumbline.trainer.policies.Policy;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Answers all tasks at once from what it observes, and counts a token for each character. */
record ReadingPolicy(Function<List<Task>, List<Answer>> answers) implements Policy {

  static ReadingPolicy copying() {
    return new ReadingPolicy(
        tasks ->
            tasks.stream()
                .map(task -> task.getObservation().getInput())
                .map(text -> new Answer(text, text.length(), false))
                .toList());
  }

  @Override
  public String label() {
    return "reader";
  }

  @Override
  public boolean supports(String environment) {
    return true;
  }

  @Override
  public String tokenizer() {
    return "characters";
  }

  @Override
  public Optional<String> decoding() {
    return Optional.of("greedy");
  }

  @Override
  public List<Answer> answer(List<Task> tasks, int maxTokens) {
    return answers.apply(tasks);
  }
}
