package io.plumbline.trainer.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CounterRandomTest {
  private static final int DRAWS = 1 << 16;
  private static final int BINS = 64;

  /** Computed apart from the code: a seed must mean the same for ever. */
  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, 5671579",
    "1, 0, 0, 7260255",
    "0, 1, 0, 1889124",
    "0, 0, 1, 4515256",
    "42, 12345678901, 511, 9902119",
    "-1, -1, 0, 15747407"
  })
  void aNumberIsDecidedByItsSeedStreamAndPlace(long seed, long stream, int place, int number) {
    assertThat(CounterRandom.uniform(seed, stream, place)).isEqualTo(number * 0x1.0p-24f);
  }

  @ParameterizedTest
  @ValueSource(strings = {"seed", "stream", "place"})
  void numbersAreUniformAlongEveryCounter(String counter) {
    int[] counts = new int[BINS];
    double sum = 0;
    double neighbours = 0;
    float before = 0.5f;
    for (int i = 0; i < DRAWS; i++) {
      float drawn =
          switch (counter) {
            case "seed" -> CounterRandom.uniform(i, 3, 4);
            case "stream" -> CounterRandom.uniform(5, i, 4);
            default -> CounterRandom.uniform(5, 3, i);
          };
      assertThat(drawn).isBetween(0f, Math.nextDown(1f));
      counts[(int) (drawn * BINS)]++;
      sum += drawn;
      neighbours += (drawn - 0.5) * (before - 0.5);
      before = drawn;
    }
    double chiSquare = 0;
    double expected = (double) DRAWS / BINS;
    for (int count : counts) {
      chiSquare += (count - expected) * (count - expected) / expected;
    }
    assertThat(chiSquare).isBetween(30.0, 109.0); // 63 degrees of freedom: 0.0002 either side
    assertThat(sum / DRAWS).isCloseTo(0.5, within(0.0045)); // four standard errors
    assertThat(12 * neighbours / DRAWS).isCloseTo(0, within(0.016)); // four standard errors
  }

  /** Streams of a batch and places of an answer are small numbers that must not coincide. */
  @Test
  void streamsDoNotRepeatOneAnother() {
    int same = 0;
    for (int shift = 1; shift < 200; shift++) {
      for (int place = 0; place < 200; place++) {
        if (CounterRandom.uniform(1, 0, place + shift) == CounterRandom.uniform(1, shift, place)) {
          same++;
        }
      }
    }
    assertThat(same).isLessThan(3);
  }
}
