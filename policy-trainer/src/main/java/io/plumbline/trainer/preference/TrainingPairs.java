package io.plumbline.trainer.preference;

import io.plumbline.env.v1.Observation;
import io.plumbline.env.v1.SourceDocument;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskSplit;
import io.plumbline.trainer.tokenizer.PolicyTokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Draws pairs: chosen is a task's gold, rejected the same with rows dropped. A function of seed and
 * number alone, so that a resumed run sees the same ones.
 */
public final class TrainingPairs {
  /** Tables that are drawn before one that fits is given up. */
  private static final int TRIES = 100;

  private static final List<RowDrop> DROPS = List.of(RowDrop.values());

  private final PolicyTokenizer tokenizer;
  private final TaskSplit regular;
  private final TaskSplit stress;
  private final int positions;
  private final long seed;

  /**
   * Names the source; draws nothing yet.
   *
   * @param regular a train split: no other's gold may be learnt from
   * @param stress another one, of long tables
   * @param positions of the model; what is longer is left out
   * @throws IllegalArgumentException if a split is not one to train on
   */
  public TrainingPairs(
      PolicyTokenizer tokenizer, TaskSplit regular, TaskSplit stress, int positions, long seed) {
    this.tokenizer = tokenizer;
    this.regular = requireTrain("split", regular);
    this.stress = requireTrain("long_split", stress);
    this.positions = positions;
    this.seed = seed;
  }

  private static TaskSplit requireTrain(String key, TaskSplit split) {
    if (!split.name().equals("train") && !split.name().endsWith("_train")) {
      throw new IllegalArgumentException(
          key + ": \"" + split.name() + "\" (expected: a train split, whose gold may be learnt)");
    }
    return split;
  }

  /**
   * The pairs of batch {@code number}.
   *
   * @param stressShare share of them that is of long tables, 0 to 1
   * @throws IllegalArgumentException if no table of a split fits the model
   */
  public List<Pair> draw(int number, int count, double stressShare) {
    Random random = new Random(seed * 1_000_003 + number); // its numbers are the same on every JDK
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pairs.add(draw((i + 0.5) / count < stressShare ? stress : regular, random));
    }
    return pairs;
  }

  private Pair draw(TaskSplit split, Random random) {
    for (int i = 0; i < TRIES; i++) {
      Task task = split.task(random.nextInt(Integer.MAX_VALUE));
      String gold = task.reference().gold();
      RowDrop drop = DROPS.get(random.nextInt(DROPS.size()));
      Pair pair =
          new Pair(
              tokenizer.prompt(observation(task)), answer(gold), answer(drop.apply(gold, random)));
      if (pair.positions() <= positions) {
        return pair;
      }
    }
    throw new IllegalArgumentException(
        "split: none of "
            + TRIES
            + " tables of \""
            + split.name()
            + "\" fits the model with its answer (expected: at most "
            + positions
            + " tokens)");
  }

  /** As a server sends it. */
  private static Observation observation(Task task) {
    Observation.Builder observation =
        Observation.newBuilder()
            .setIntent(task.intent())
            .addAllConstraints(task.constraints())
            .setInput(task.input());
    for (var source : task.sources()) {
      observation.addSources(
          SourceDocument.newBuilder().setName(source.name()).setText(source.text()));
    }
    return observation.build();
  }

  private int[] answer(String text) {
    int[] tokens = tokenizer.encode(text);
    int[] answer = Arrays.copyOf(tokens, tokens.length + 1);
    answer[tokens.length] = tokenizer.ends().get(0);
    return answer;
  }
}
