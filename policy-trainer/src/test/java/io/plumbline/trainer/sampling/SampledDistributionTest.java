package io.plumbline.trainer.sampling;

import static io.plumbline.trainer.sampling.TinySampling.GO_ON;
import static io.plumbline.trainer.sampling.TinySampling.prompts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.plumbline.trainer.model.Batch;
import io.plumbline.trainer.model.OracleDecoder;
import io.plumbline.trainer.model.TinyModel;
import java.util.Arrays;
import java.util.Collections;
import java.util.IntSummaryStatistics;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is drawn, and with which probability. */
class SampledDistributionTest {
  private TinySampling tiny = TinySampling.of(new TinyModel(2, true));

  @AfterEach
  void close() {
    tiny.close();
  }

  /** Answers that end within the first call of 32 tokens, later, and after the caches' growth. */
  @ParameterizedTest
  @CsvSource({"2, true, 1", "4, true, 0.7", "4, false, 1", "1, false, 1.3"})
  void cachedLogProbsAreTheUncachedOnes(int kvHeads, boolean tied, double temperature) {
    tiny.close();
    tiny = TinySampling.of(new TinyModel(kvHeads, tied));
    List<int[]> prompts = prompts(8, 2, 5, 3, 12, 4, 6, 9, 7, 5, 2, 10, 3, 11, 4, 8);
    int budget = 140;
    int end = rare(prompts, temperature);
    List<List<Completion>> drawn;
    try (Sampler sampler = new Sampler(tiny.decoder(), List.of(end), 2, GO_ON)) {
      drawn = sampler.sample(tiny.weights(), prompts, 2, budget, temperature, 11, 0);
    }
    IntSummaryStatistics lengths =
        drawn.stream().flatMap(List::stream).mapToInt(c -> c.tokens().length).summaryStatistics();
    assertThat(drawn.stream().filter(SampledDistributionTest::endedInTheFirstCall).count())
        .as("groups that leave the batch after the first call")
        .isBetween(4L, 15L);
    assertThat(lengths.getMax()).isGreaterThan(128);
    assertThat(worst(drawn, prompts, temperature)).isLessThan(1e-4);
    for (Completion completion : drawn.stream().flatMap(List::stream).toList()) {
      int[] tokens = completion.tokens();
      int[] text = completion.text();
      assertThat(completion.logProbs()).hasSameSizeAs(tokens);
      assertThat(text).doesNotContain(end);
      assertThat(completion.stopped()).isEqualTo(tokens[tokens.length - 1] == end);
      assertThat(Arrays.copyOf(tokens, text.length)).containsExactly(text);
      if (completion.stopped()) {
        assertThat(text).hasSize(tokens.length - 1);
      } else {
        assertThat(text).hasSize(budget);
      }
    }
  }

  @Test
  void decodedGreedilyEachTokenIsTheOraclesLikeliest() {
    List<int[]> prompts = prompts(3, 7, 2);
    List<List<Completion>> drawn = tiny.draw(prompts, 1, 40, 0, 5, 0);
    OracleDecoder oracle =
        new OracleDecoder(
            tiny.manager(), tiny.model().config(), tiny.model().folder(1).tensors(), List.of());
    for (int i = 0; i < prompts.size(); i++) {
      Completion completion = drawn.get(i).get(0);
      int[] written = prompts.get(i);
      for (int t = 0; t < completion.tokens().length; t++) {
        double[] next = oracle.logProbs(written, 1).get("-1").toDoubleArray();
        int best = likeliest(next);
        assertThat(completion.tokens()[t]).as("token %d of prompt %d", t, i).isEqualTo(best);
        assertThat((double) completion.logProbs()[t]).isCloseTo(next[best], within(1e-4));
        written = Arrays.copyOf(written, written.length + 1);
        written[written.length - 1] = best;
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 0.5", "0.7, 1"})
  void tokensAreDrawnAsOftenAsTheTemperedDistributionSays(double temperature, double other) {
    int[] prompt = prompts(6).get(0);
    int groups = 63;
    int copies = 64;
    double[] counts = new double[TinyModel.VOCABULARY];
    for (List<Completion> group :
        tiny.draw(Collections.nCopies(groups, prompt), copies, 1, temperature, 3, 0)) {
      group.forEach(completion -> counts[completion.tokens()[0]]++);
    }
    // 12 degrees of freedom: 33 is exceeded once in a thousand seeds.
    assertThat(chiSquare(counts, prompt, temperature)).isLessThan(33);
    assertThat(chiSquare(counts, prompt, other)).isGreaterThan(100);
  }

  /** The first token whose cumulated probability exceeds the number of its seed, stream, place. */
  @Test
  void eachTokenIsChosenByTheNumberOfItsPlace() {
    List<int[]> prompts = prompts(3, 6);
    int copies = 2;
    List<List<Completion>> drawn = tiny.draw(prompts, copies, 50, 0.9, 8, 70);
    double[] logProbs = uncached(drawn, prompts, 0.9);
    int row = 0;
    for (int answer = 0; answer < prompts.size() * copies; answer++) {
      int[] tokens = drawn.get(answer / copies).get(answer % copies).tokens();
      for (int place = 0; place < tokens.length; place++, row++) {
        double below = 0;
        for (int token = 0; token < tokens[place]; token++) {
          below += Math.exp(logProbs[row * TinyModel.VOCABULARY + token]);
        }
        double above = below + Math.exp(logProbs[row * TinyModel.VOCABULARY + tokens[place]]);
        assertThat((double) CounterRandom.uniform(8, 70 + answer, place))
            .as("place %d of answer %d", place, answer)
            .isBetween(below - 1e-5, above + 1e-5);
      }
    }
  }

  private static boolean endedInTheFirstCall(List<Completion> group) {
    return group.stream().allMatch(completion -> completion.tokens().length <= Sampler.CHUNK);
  }

  /**
   * The token nearest to being one in 45: as an end it lets some answers end soon and some late.
   */
  private int rare(List<int[]> prompts, double temperature) {
    double[] counts = new double[TinyModel.VOCABULARY];
    int total = 0;
    for (List<Completion> group : tiny.draw(prompts, 2, 140, temperature, 1, 0)) {
      for (Completion completion : group) {
        for (int token : completion.tokens()) {
          counts[token]++;
          total++;
        }
      }
    }
    int rare = 0;
    for (int token = 1; token < counts.length; token++) {
      if (Math.abs(counts[token] / total - 1 / 45.0) < Math.abs(counts[rare] / total - 1 / 45.0)) {
        rare = token;
      }
    }
    return rare;
  }

  /** The largest difference between a log-probability as sampled and the tiny.decoder()'s own. */
  private double worst(List<List<Completion>> drawn, List<int[]> prompts, double temperature) {
    double[] uncached = uncached(drawn, prompts, temperature);
    double worst = 0;
    int row = 0;
    for (Completion completion : drawn.stream().flatMap(List::stream).toList()) {
      for (int i = 0; i < completion.tokens().length; i++, row++) {
        double expected = uncached[row * TinyModel.VOCABULARY + completion.tokens()[i]];
        worst = Math.max(worst, Math.abs(expected - completion.logProbs()[i]));
      }
    }
    return worst;
  }

  /**
   * The tiny.decoder()'s log-probabilities of the vocabulary at each token drawn, row after row.
   */
  private double[] uncached(List<List<Completion>> drawn, List<int[]> prompts, double temperature) {
    Batch batch =
        Batch.of(
            prompts,
            drawn.stream().map(group -> group.stream().map(Completion::tokens).toList()).toList());
    NDArray logProbs = tiny.decoder().logProbs(tiny.manager(), batch, temperature, tiny.weights());
    return logProbs.toType(DataType.FLOAT64, true).toDoubleArray();
  }

  private double chiSquare(double[] counts, int[] prompt, double temperature) {
    OracleDecoder oracle =
        new OracleDecoder(
            tiny.manager(), tiny.model().config(), tiny.model().folder(1).tensors(), List.of());
    double[] logProbs = oracle.logProbs(prompt, temperature).get("-1").toDoubleArray();
    double total = Arrays.stream(counts).sum();
    double chiSquare = 0;
    for (int token = 0; token < counts.length; token++) {
      double expected = total * Math.exp(logProbs[token]);
      chiSquare += (counts[token] - expected) * (counts[token] - expected) / expected;
    }
    return chiSquare;
  }

  private static int likeliest(double[] logProbs) {
    int best = 0;
    for (int token = 1; token < logProbs.length; token++) {
      best = logProbs[token] > logProbs[best] ? token : best;
    }
    return best;
  }
}
