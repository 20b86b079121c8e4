package io.plumbline.trainer.sampling;

import static io.plumbline.trainer.sampling.TinySampling.GO_ON;
import static io.plumbline.trainer.sampling.TinySampling.NEVER;
import static io.plumbline.trainer.sampling.TinySampling.prompts;
import static io.plumbline.trainer.sampling.TinySampling.tokens;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.trainer.model.TinyModel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SamplerTest {
  private final TinySampling tiny = TinySampling.of(new TinyModel(2, true));

  @AfterEach
  void close() {
    tiny.close();
  }

  /** Its last place in the budget, or in a call of 32 tokens with more to come. */
  @ParameterizedTest
  @ValueSource(ints = {32, 60})
  void anEndInTheLastPlaceOfACallIsAnEnd(int budget) {
    List<int[]> prompts = prompts(5);
    int last = Sampler.CHUNK - 1;
    List<Completion> endless = tiny.draw(prompts, 64, Sampler.CHUNK, 1, 2, 0).get(0);
    int copy = 0;
    while (places(endless.get(copy), endless.get(copy).tokens()[last])[0] < last) {
      copy++;
    }
    int[] expected = endless.get(copy).tokens();
    Completion ended;
    try (Sampler sampler = new Sampler(tiny.decoder(), List.of(expected[last]), 1, GO_ON)) {
      ended = sampler.sample(tiny.weights(), prompts, 64, budget, 1, 2, 0).get(0).get(copy);
    }
    assertThat(ended.tokens()).containsExactly(expected);
    assertThat(ended.stopped()).isTrue();
  }

  @Test
  void aSeedDecidesTheTokensOnAnyNumberOfThreadsAndInAnyBatch() {
    List<int[]> prompts = prompts(3, 9, 4, 6, 2, 8, 5, 7, 3, 4, 11, 6, 2, 9, 5, 8, 3, 7, 4, 6, 5);
    int copies = 5; // more answers than share a batch
    List<List<Completion>> one;
    List<List<Completion>> two;
    try (Sampler sampler = new Sampler(tiny.decoder(), List.of(NEVER), 1, GO_ON)) {
      one = sampler.sample(tiny.weights(), prompts, copies, 40, 1, 6, 1000);
    }
    try (Sampler sampler = new Sampler(tiny.decoder(), List.of(NEVER), 2, GO_ON)) {
      two = sampler.sample(tiny.weights(), prompts, copies, 40, 1, 6, 1000);
    }
    assertThat(tokens(two)).isEqualTo(tokens(one));
    int third = 2;
    List<List<Completion>> alone =
        tiny.draw(List.of(prompts.get(third)), copies, 40, 1, 6, 1000 + third * copies);
    assertThat(tokens(alone)).isEqualTo(tokens(one.subList(third, third + 1)));
  }

  @Test
  void anotherSeedOrStreamDrawsOtherTokens() {
    List<int[]> prompts = prompts(4);
    List<List<List<Integer>>> drawn = new ArrayList<>();
    drawn.addAll(tokens(tiny.draw(prompts, 2, 20, 1, 1, 0)));
    drawn.addAll(tokens(tiny.draw(prompts, 2, 20, 1, 2, 0)));
    drawn.addAll(tokens(tiny.draw(prompts, 2, 20, 1, 1, 2)));
    assertThat(drawn.stream().flatMap(List::stream).distinct()).hasSize(6);
  }

  @Test
  void aBudgetOfOneTokenIsKept() {
    assertThat(tiny.draw(prompts(2, 5), 3, 1, 1, 1, 0))
        .hasSize(2)
        .allSatisfy(
            group ->
                assertThat(group)
                    .hasSize(3)
                    .allMatch(completion -> completion.tokens().length == 1));
  }

  @Test
  void noPromptsGiveNoAnswers() {
    assertThat(tiny.draw(List.of(), 3, 1, 1, 1, 0)).isEmpty();
  }

  @Test
  void theWholeContextMayBeFilledAndNoMore() {
    List<int[]> prompts = prompts(10, 4);
    int room = TinyModel.POSITIONS - 10;
    assertThat(tiny.draw(prompts, 1, room, 1, 1, 0).get(0).get(0).tokens()).hasSize(room);
    assertThatThrownBy(() -> tiny.draw(prompts, 1, room + 1, 1, 1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("max_tokens: 151 after a prompt of 10 tokens (expected: at most 160 together)");
  }

  /** Before the prompts, and before each call: 100 tokens are four calls. */
  @Test
  void aStopIsAskedForBetweenCallsOfAtMost32Tokens() {
    assertThat(Sampler.CHUNK).isLessThanOrEqualTo(32);
    AtomicInteger asked = new AtomicInteger();
    BooleanSupplier count =
        () -> {
          asked.incrementAndGet();
          return false;
        };
    try (Sampler sampler = new Sampler(tiny.decoder(), List.of(NEVER), 1, count)) {
      sampler.sample(tiny.weights(), prompts(3), 1, 100, 1, 1, 0);
    }
    assertThat(asked).hasValue(1 + 4);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "3, 1", "3, 2"})
  void aStopEndsTheDrawingAndTheSamplerStaysUsable(int heededAt, int threads) {
    AtomicInteger asked = new AtomicInteger();
    AtomicBoolean stopped = new AtomicBoolean(true);
    BooleanSupplier stop = () -> asked.incrementAndGet() >= heededAt && stopped.get();
    List<int[]> prompts = prompts(3, 9, 4, 6);
    int copies = 40; // a prompt to a batch
    try (Sampler sampler = new Sampler(tiny.decoder(), List.of(NEVER), threads, stop)) {
      assertThatThrownBy(() -> sampler.sample(tiny.weights(), prompts, copies, 140, 1, 1, 0))
          .isInstanceOf(CancellationException.class)
          .hasMessage("stopped");
      // Each batch that goes on asks once more and ends.
      assertThat(asked.get()).isLessThanOrEqualTo(heededAt + 3);
      stopped.set(false);
      assertThat(tokens(sampler.sample(tiny.weights(), prompts, 1, 20, 1, 1, 0)))
          .isEqualTo(tokens(tiny.draw(prompts, 1, 20, 1, 1, 0)));
    }
  }

  @Test
  void closingWaitsForWhatIsBeingDrawn() throws InterruptedException {
    AtomicInteger asked = new AtomicInteger();
    CountDownLatch started = new CountDownLatch(1);
    BooleanSupplier count =
        () -> {
          asked.incrementAndGet();
          started.countDown();
          return false;
        };
    Sampler sampler = new Sampler(tiny.decoder(), List.of(NEVER), 1, count);
    Thread caller = new Thread(() -> sampler.sample(tiny.weights(), prompts(3), 40, 140, 1, 1, 0));
    caller.start();
    started.await();
    sampler.close();
    assertThat(asked).hasValue(1 + 5);
    caller.join();
  }

  private static int[] places(Completion completion, int token) {
    return IntStream.range(0, completion.tokens().length)
        .filter(place -> completion.tokens()[place] == token)
        .toArray();
  }
}
