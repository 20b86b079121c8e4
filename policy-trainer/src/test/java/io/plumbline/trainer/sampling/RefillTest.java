package io.plumbline.trainer.sampling;

import static io.plumbline.trainer.sampling.TinySampling.GO_ON;
import static io.plumbline.trainer.sampling.TinySampling.NEVER;
import static io.plumbline.trainer.sampling.TinySampling.prompts;
import static io.plumbline.trainer.sampling.TinySampling.tokens;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.plumbline.trainer.model.TinyModel;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sixty prompts of two answers each, of which one token in thirteen or so is the last. */
@Tag("once")
class RefillTest {
  private static final int END = 5;
  private static final int COPIES = 2;
  private static final int BUDGET = 100;
  private static final int SEED = 6;
  private static final List<int[]> PROMPTS =
      prompts(new SplittableRandom(1).ints(60, 2, 12).toArray());

  private final TinySampling tiny = TinySampling.of(new TinyModel(2, true));

  @AfterEach
  void close() {
    tiny.close();
  }

  private List<List<Completion>> draw(int threads) {
    try (Sampler sampler = new Sampler(tiny.decoder(), List.of(END), threads, GO_ON)) {
      return draw(sampler);
    }
  }

  private List<List<Completion>> draw(Sampler sampler) {
    return sampler.sample(tiny.weights(), PROMPTS, COPIES, BUDGET, 1, SEED, 1000);
  }

  private List<List<Completion>> alone() {
    List<List<Completion>> alone = new ArrayList<>();
    try (Sampler sampler = new Sampler(tiny.decoder(), List.of(END), 1, GO_ON)) {
      for (int i = 0; i < PROMPTS.size(); i++) {
        alone.addAll(
            sampler.sample(
                tiny.weights(),
                PROMPTS.subList(i, i + 1),
                COPIES,
                BUDGET,
                1,
                SEED,
                1000 + (long) i * COPIES));
      }
    }
    return alone;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void refilledLanesDrawWhatIsDrawnAlone(int threads) {
    List<List<Completion>> alone = alone();
    List<List<Completion>> together = draw(threads);
    assertThat(tokens(together)).isEqualTo(tokens(alone));
    for (int i = 0; i < PROMPTS.size(); i++) {
      for (int copy = 0; copy < COPIES; copy++) {
        Completion one = together.get(i).get(copy);
        assertThat(one.stopped()).isEqualTo(alone.get(i).get(copy).stopped());
        assertThat(one.logProbs())
            .containsExactly(alone.get(i).get(copy).logProbs(), within(1e-5f));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void asManyLanesGiveTheSameBitsHoweverFastEachIs(int threads) {
    List<List<Completion>> first = draw(threads);
    for (int again = 0; again < 3; again++) {
      List<List<Completion>> next = draw(threads);
      for (int i = 0; i < PROMPTS.size(); i++) {
        for (int copy = 0; copy < COPIES; copy++) {
          assertThat(next.get(i).get(copy).logProbs())
              .containsExactly(first.get(i).get(copy).logProbs());
        }
      }
    }
  }

  /** Were lanes filled anew only when all of their answers are over, there would be more calls. */
  @Test
  void promptsTakeTheirPlacesWhileOthersAreStillWritten() {
    AtomicInteger asked = new AtomicInteger();
    List<List<Completion>> drawn;
    try (Sampler sampler =
        new Sampler(tiny.decoder(), List.of(END), 1, () -> asked.incrementAndGet() < 0)) {
      drawn = draw(sampler);
    }
    int[] lengths =
        drawn.stream().flatMap(List::stream).mapToInt(each -> each.tokens().length).toArray();
    int most = 0;
    for (int from = 0; from < lengths.length; from += 32) {
      int longest = 0;
      for (int i = from; i < Math.min(lengths.length, from + 32); i++) {
        longest = Math.max(longest, lengths[i]);
      }
      most += 1 + (longest + Sampler.CHUNK - 1) / Sampler.CHUNK; // the prompts, and calls
    }
    assertThat(asked.get()).isLessThan(most);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void cachesAreNeverMoreThanOneStepBeyondWhatAnswersInProgressNeed(int threads) {
    try (Sampler sampler = new Sampler(tiny.decoder(), List.of(END), threads, GO_ON)) {
      draw(sampler);
      assertThat(sampler.mostExcess()).isBetween(0, Cohort.GROWTH - 1);
      CacheUse use = sampler.cache();
      assertThat(use.live()).isBetween(0.2, 1.0);
      // Places of 32 answers to 16 prompts for each lane, whatever has been drawn before.
      double place = 2.0 * 4 * 2 * 2 * 6 / (1 << 20);
      assertThat(use.mib()).isBetween(place, threads * place * (32 * BUDGET + 32 * 11));
    }
  }

  @Test
  void aCacheGrowsWithWhatIsWritten() {
    try (Sampler sampler = new Sampler(tiny.decoder(), List.of(NEVER), 1, GO_ON)) {
      sampler.sample(tiny.weights(), prompts(4), 1, 20, 1, SEED, 0);
      double small = sampler.cache().mib();
      assertThat(sampler.mostExcess()).isZero(); // a budget below a step is all that it may have
      sampler.sample(tiny.weights(), prompts(4), 1, 150, 1, SEED, 0);
      assertThat(sampler.cache().mib()).isGreaterThan(6 * small);
      assertThat(sampler.cache().live()).isBetween(0.4, 1.0);
    }
  }
}
