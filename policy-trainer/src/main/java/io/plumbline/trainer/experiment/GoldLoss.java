package io.plumbline.trainer.experiment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.plumbline.env.v1.Task;
import io.plumbline.trainer.model.Batch;
import io.plumbline.trainer.model.Decoder;
import io.plumbline.trainer.model.PolicyModel;
import io.plumbline.trainer.model.Precision;
import io.plumbline.trainer.policies.LoadedPolicy;
import io.plumbline.trainer.policies.PolicyStack;
import io.plumbline.trainer.policies.References;
import io.plumbline.trainer.tokenizer.PolicyTokenizer;
import io.plumbline.trainer.torch.Torch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * How well a policy foretells gold that it is given word by word: the loss of imitation, of any
 * policy, whatever it was trained on. What it writes by itself is another matter.
 */
final class GoldLoss {
  private GoldLoss() {}

  /**
   * The mean negative log-likelihood of a token of each task's gold, its end included, in nats.
   *
   * @param tasks of an open split
   * @param references of all of them
   * @param stop once true, a {@link CancellationException} is thrown
   */
  static List<Double> of(
      PolicyStack policy, List<Task> tasks, References references, BooleanSupplier stop) {
    List<Double> losses = new ArrayList<>();
    Torch.enterThread(false);
    try (PolicyModel model = LoadedPolicy.model(policy);
        Decoder decoder = new Decoder(model.config(), 1, Precision.FP32)) {
      for (Task task : tasks) {
        if (stop.getAsBoolean()) {
          throw new CancellationException("stopped");
        }
        String gold = references.find(task).orElseThrow().reference().gold();
        int[] prompt = policy.tokenizer().prompt(task.getObservation());
        int[] answer = answer(policy.tokenizer(), gold);
        try (NDManager scratch = Torch.newManager()) {
          Batch batch = Batch.of(List.of(prompt), List.of(List.of(answer)));
          NDArray logProbs = decoder.tokenLogProbs(scratch, batch, 1, model.weights(), List.of());
          losses.add(-(double) logProbs.sum().getFloat() / answer.length);
        }
      }
    }
    return losses;
  }

  private static int[] answer(PolicyTokenizer tokenizer, String text) {
    int[] tokens = tokenizer.encode(text);
    int[] answer = Arrays.copyOf(tokens, tokens.length + 1);
    answer[tokens.length] = tokenizer.ends().get(0);
    return answer;
  }
}
