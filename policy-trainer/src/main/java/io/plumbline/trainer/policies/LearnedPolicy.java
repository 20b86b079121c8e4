package io.plumbline.trainer.policies;

import ai.djl.ndarray.NDArray;
import io.plumbline.env.v1.Task;
import io.plumbline.trainer.sampling.Completion;
import io.plumbline.trainer.sampling.Sampler;
import io.plumbline.trainer.tokenizer.PolicyTokenizer;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A language model that is given a task's input and writes what it takes for the answer. */
public final class LearnedPolicy implements Policy {
  private final String label;
  private final PolicyTokenizer tokenizer;
  private final Sampler sampler;
  private final Supplier<List<NDArray>> weights;
  private final double temperature;
  private final long seed;

  /**
   * Puts a model's parts together.
   *
   * @param label its name on the command line and in reports
   * @param tokenizer of the model; stays open
   * @param sampler draws its answers; stays open
   * @param weights asked for at each answer: fused, adapters folded in
   * @param temperature above 0, or 0 to decode greedily
   * @param seed decides what is sampled
   */
  public LearnedPolicy(
      String label,
      PolicyTokenizer tokenizer,
      Sampler sampler,
      Supplier<List<NDArray>> weights,
      double temperature,
      long seed) {
    this.label = label;
    this.tokenizer = tokenizer;
    this.sampler = sampler;
    this.weights = weights;
    this.temperature = temperature;
    this.seed = seed;
  }

  @Override
  public String label() {
    return label;
  }

  @Override
  public boolean supports(String environment) {
    return tokenizer.supports(environment);
  }

  @Override
  public String tokenizer() {
    return tokenizer.description();
  }

  @Override
  public Optional<String> decoding() {
    return Optional.of(temperature > 0 ? "sampled" : "greedy");
  }

  @Override
  public List<Answer> answer(List<Task> tasks, int maxTokens) {
    return answers(draw(tasks, maxTokens), maxTokens);
  }

  /** What {@link #answer} is made of. */
  List<Completion> draw(List<Task> tasks, int maxTokens) {
    List<int[]> prompts =
        tasks.stream().map(task -> tokenizer.prompt(task.getObservation())).toList();
    return sampler.sample(weights.get(), prompts, 1, maxTokens, temperature, seed, 0).stream()
        .map(drawn -> drawn.get(0))
        .toList();
  }

  /**
   * Completions as answers under a budget, which need not be the one that they were drawn under.
   */
  List<Answer> answers(List<Completion> completions, int maxTokens) {
    return completions.stream().map(drawn -> answer(drawn.within(maxTokens))).toList();
  }

  private Answer answer(Completion completion) {
    return new Answer(
        tokenizer.decode(completion.text()), completion.tokens().length, !completion.stopped());
  }
}
