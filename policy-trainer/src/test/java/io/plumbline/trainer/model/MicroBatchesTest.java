package io.plumbline.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.plumbline.trainer.model.MicroBatches.Lengths;
import io.plumbline.trainer.model.MicroBatches.MicroBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MicroBatchesTest {
  /** Prompts of 200 to 400 tokens with eight answers of 20 to 400 each. */
  private static List<Lengths> groups(int count) {
    SplittableRandom random = new SplittableRandom(3);
    List<Lengths> groups = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      groups.add(new Lengths(random.nextInt(200, 400), random.ints(8, 20, 400).toArray()));
    }
    return groups;
  }

  private static List<MicroBatch> all(List<List<MicroBatch>> cut) {
    return cut.stream().flatMap(List::stream).toList();
  }

  private static List<List<Integer>> answers(List<MicroBatch> batches, int group) {
    return batches.stream()
        .flatMap(batch -> batch.runs().stream())
        .filter(run -> run.group() == group)
        .map(MicroBatches.Run::answers)
        .toList();
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "700, 1", "4096, 2", "4096, 5", "100000, 3"})
  void everyAnswerIsInOneMicroBatchAndNoneIsAboveTheBudgetButAnswersAlone(int budget, int threads) {
    List<Lengths> groups = groups(9);
    List<List<MicroBatch>> cut = new MicroBatches(budget).cut(groups, threads);
    assertThat(cut).hasSize(threads);
    for (int g = 0; g < groups.size(); g++) {
      assertThat(answers(all(cut), g).stream().flatMap(List::stream))
          .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7);
    }
    for (MicroBatch batch : all(cut)) {
      boolean alone = batch.runs().size() == 1 && batch.runs().get(0).answers().size() == 1;
      assertThat(batch.places()).isGreaterThanOrEqualTo(batch.used());
      assertThat(alone || batch.places() <= budget).isTrue();
    }
  }

  @Test
  void answersAreSortedByLengthSoThatLittleIsPadding() {
    List<Lengths> groups = groups(8);
    List<List<MicroBatch>> cut = new MicroBatches(4096).cut(groups, 2);
    assertThat(MicroBatches.padding(cut)).isLessThan(0.15);
    assertThat(MicroBatches.padding(new MicroBatches(1 << 20).whole(groups, 1)))
        .isGreaterThan(0.25);
    // What is computed twice does not eat up what padding was.
    long places = all(cut).stream().mapToLong(MicroBatch::places).sum();
    long whole =
        all(new MicroBatches(1 << 20).whole(groups, 1)).stream()
            .mapToLong(MicroBatch::places)
            .sum();
    assertThat(places).isLessThan(whole * 9 / 10);
  }

  @Test
  void paddingIsTheShareOfPlacesThatHoldNothing() {
    Lengths group = new Lengths(10, new int[] {4, 2, 3});
    List<List<MicroBatch>> cut = new MicroBatches(100).cut(List.of(group), 1);
    assertThat(all(cut)).hasSize(1);
    assertThat(all(cut).get(0).places()).isEqualTo(10 + 3 * 4);
    assertThat(MicroBatches.padding(cut)).isCloseTo(3 / 22.0, within(1e-12));
  }

  @Test
  void aPromptIsComputedOnceForAnswersOfOneLength() {
    Lengths group = new Lengths(400, new int[] {300, 300, 300, 300});
    assertThat(answers(all(new MicroBatches(4096).cut(List.of(group), 1)), 0)).hasSize(1);
    // Two at a time are what the budget has room for.
    assertThat(answers(all(new MicroBatches(1000).cut(List.of(group), 1)), 0))
        .hasSize(2)
        .allSatisfy(answers -> assertThat(answers).hasSize(2));
  }

  @Test
  void shortAnswersOfSeveralPromptsShareAMicroBatch() {
    Lengths group = new Lengths(10, new int[] {3, 4});
    assertThat(all(new MicroBatches(4096).cut(List.of(group, group, group), 1))).hasSize(1);
  }

  @Test
  void noThreadIsIdleWhileAnotherHasTwoThings() {
    Lengths group = new Lengths(50, new int[] {300, 300, 300, 300});
    List<List<MicroBatch>> cut = new MicroBatches(1 << 20).cut(List.of(group), 2);
    assertThat(cut).allSatisfy(share -> assertThat(share).isNotEmpty());
  }

  @Test
  void onePromptsAnswersKeepTwoThreadsBusyAlthoughItIsComputedTwice() {
    Lengths group = new Lengths(255, new int[] {128, 128, 128, 128});
    List<List<MicroBatch>> cut = new MicroBatches(4096).cut(List.of(group), 2);
    assertThat(cut).allSatisfy(share -> assertThat(share).hasSize(1));
    assertThat(answers(all(cut), 0)).allSatisfy(answers -> assertThat(answers).hasSize(2));
    assertThat(all(new MicroBatches(4096).cut(List.of(group), 1))).hasSize(1);
  }

  @Test
  void pairsStayTogether() {
    Lengths pair = new Lengths(5, new int[] {40, 2});
    List<MicroBatch> cut = all(new MicroBatches(1).whole(List.of(pair, pair), 1));
    assertThat(cut).hasSize(2);
    assertThat(answers(cut, 1)).containsExactly(List.of(0, 1));
  }
}
