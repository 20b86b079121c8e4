package io.plumbline.graders.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SplitMix64Test {

  @Test
  void givesThePublishedNumbers() {
    SplitMix64 random = new SplitMix64(1234567);
    assertThat(
            new String[] {
              Long.toUnsignedString(random.nextLong()),
              Long.toUnsignedString(random.nextLong()),
              Long.toUnsignedString(random.nextLong()),
              Long.toUnsignedString(random.nextLong()),
              Long.toUnsignedString(random.nextLong())
            })
        .containsExactly(
            "6457827717110365317",
            "3203168211198807973",
            "9817491932198370423",
            "4593380528125082431",
            "16408922859458223821");
  }

  @Test
  void everyNumberOfARangeComesUpAboutAsOften() {
    SplitMix64 random = new SplitMix64(3);
    int[] seen = new int[13];
    for (int i = 0; i < 130_000; i++) {
      seen[random.between(6, 18) - 6]++;
    }
    assertThat(Arrays.stream(seen).boxed()).allMatch(count -> count > 9_500 && count < 10_500);
  }
}
