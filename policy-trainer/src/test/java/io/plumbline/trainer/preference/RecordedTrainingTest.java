package io.plumbline.trainer.preference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.plumbline.trainer.checkpoint.AdapterFolder;
import io.plumbline.trainer.checkpoint.ModelFolder;
import io.plumbline.trainer.model.Adapter;
import io.plumbline.trainer.model.Decoder;
import io.plumbline.trainer.model.Gradients;
import io.plumbline.trainer.model.MicroBatches;
import io.plumbline.trainer.model.Optimizer;
import io.plumbline.trainer.model.Precision;
import io.plumbline.trainer.model.Weights;
import io.plumbline.trainer.torch.AdamW;
import io.plumbline.trainer.torch.Torch;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Fifty steps of TRL's trainers from the same model, adapter, examples and settings; {@code
 * tools/record_training.py} wrote them.
 */
class RecordedTrainingTest {

  private static Path recorded(String name) throws URISyntaxException {
    URL url = Objects.requireNonNull(RecordedTrainingTest.class.getResource(name), name);
    return Path.of(url.toURI());
  }

  private static JsonNode curves() throws Exception {
    return JsonMapper.shared().readTree(Files.readString(recorded("curves.json")));
  }

  private static int[] tokens(JsonNode ids) {
    return IntStream.range(0, ids.size()).map(i -> ids.get(i).intValue()).toArray();
  }

  /** The figures of each step. */
  private static List<Map<String, Double>> train(PairLoss loss, JsonNode curves, int steps)
      throws Exception {
    JsonNode settings = curves.get("settings");
    List<Pair> pairs =
        curves
            .get("pairs")
            .valueStream()
            .map(
                pair ->
                    new Pair(
                        tokens(pair.get("prompt")),
                        tokens(pair.get("chosen")),
                        tokens(pair.get("rejected"))))
            .toList();
    ModelFolder model = ModelFolder.read(recorded("model"));
    AdapterFolder folder = AdapterFolder.read(recorded("adapter"), model.config(), model.sha256());
    Torch.enterThread(false);
    List<Map<String, Double>> figures = new ArrayList<>();
    try (NDManager manager = Torch.newManager();
        Decoder decoder = new Decoder(model.config(), folder.config().scale(), Precision.FP32)) {
      List<NDArray> weights = Weights.fuse(manager, model.config(), model.tensors());
      Adapter adapter = Adapter.of(manager, model.config(), folder);
      AdamW rule =
          new AdamW(settings.get("beta1").doubleValue(), settings.get("beta2").doubleValue(), 0);
      Optimizer optimizer = new Optimizer(manager, rule, adapter.arrays());
      try (Gradients gradients = new Gradients(adapter.arrays(), 1)) {
        PreferenceLearner learner =
            new PreferenceLearner(
                loss, decoder, weights, gradients, optimizer, new MicroBatches(4096));
        int batch = settings.get("batch").intValue();
        for (int step = 0; step < steps; step++) {
          int from = step * batch % pairs.size();
          figures.add(
              learner
                  .learn(
                      manager,
                      pairs.subList(from, from + batch),
                      settings.get("learning_rate").doubleValue(),
                      settings.get("max_norm").doubleValue())
                  .figures());
        }
      }
    }
    return figures;
  }

  private static void assertFollows(
      List<Map<String, Double>> ours, String figure, JsonNode theirs, double tolerance) {
    assertThat(ours).hasSameSizeAs(theirs);
    for (int step = 0; step < ours.size(); step++) {
      assertThat(Objects.requireNonNull(ours.get(step).get(figure)))
          .as("%s of step %d", figure, step + 1)
          .isCloseTo(theirs.get(step).doubleValue(), within(tolerance));
    }
  }

  @Test
  void imitationFollowsTrlsLossForFiftySteps() throws Exception {
    JsonNode curves = curves();
    assertFollows(train(PairLoss.imitation(), curves, 50), "loss", curves.get("sft"), 2e-4);
  }

  @Test
  void preferenceFollowsTrlsLossAndMarginsForFiftySteps() throws Exception {
    JsonNode curves = curves();
    PairLoss dpo = PairLoss.dpo(curves.get("settings").get("beta").doubleValue());
    List<Map<String, Double>> ours = train(dpo, curves, 50);
    assertFollows(ours, "loss", curves.get("dpo"), 2e-4);
    assertFollows(ours, "margin", curves.get("dpo_margins"), 1e-3);
  }
}
