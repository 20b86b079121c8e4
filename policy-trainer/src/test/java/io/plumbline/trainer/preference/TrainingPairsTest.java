package io.plumbline.trainer.preference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.graders.tasks.TaskSplit;
import io.plumbline.trainer.policies.Embedded;
import io.plumbline.trainer.tokenizer.LexiconTokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainingPairsTest {
  private static final TaskCatalogue CATALOGUE = TaskCatalogue.bundled("");
  private static final String TABLE = "h\na\nb\n\"c\nc\"\nd\ne\nf\ng\ni\nj\n"; // nine rows

  private static LexiconTokenizer tokenizer;

  @BeforeAll
  static void open() {
    tokenizer = Embedded.tokenizer();
  }

  @AfterAll
  static void close() {
    tokenizer.close();
  }

  private static TaskSplit split(String name) {
    return CATALOGUE.split("spreadsheet_clean", name).orElseThrow();
  }

  private static TrainingPairs pairs(int positions, long seed) {
    return new TrainingPairs(tokenizer, split("train"), split("stress_train"), positions, seed);
  }

  private static List<String> rows(String csv) {
    List<String> rows = new ArrayList<>(List.of(csv.replace("c\nc", "c c").split("\n", -1)));
    rows.remove(rows.size() - 1);
    return rows;
  }

  @ParameterizedTest
  @EnumSource
  void thirtyToSeventyPercentOfTheRowsAreDroppedAndTheRestStays(RowDrop drop) {
    Random random = new Random(1);
    Set<Integer> counts = new HashSet<>();
    List<String> all = rows(TABLE);
    for (int i = 0; i < 200; i++) {
      List<String> kept = rows(drop.apply(TABLE, random));
      counts.add(all.size() - kept.size());
      assertThat(kept.get(0)).isEqualTo("h");
      assertThat(all).containsSubsequence(kept);
      if (drop == RowDrop.TAIL) {
        assertThat(kept).isEqualTo(all.subList(0, kept.size()));
      } else if (drop == RowDrop.MIDDLE) {
        assertThat(kept).contains("a", "j");
        int gap = all.size() - kept.size();
        int from = 0;
        while (kept.get(from).equals(all.get(from))) {
          from++;
        }
        assertThat(kept.subList(from, kept.size())).isEqualTo(all.subList(from + gap, all.size()));
      }
    }
    assertThat(counts).containsExactlyInAnyOrder(3, 4, 5, 6);
  }

  @ParameterizedTest
  @EnumSource
  void ofTwoRowsOneIsDropped(RowDrop drop) {
    assertThat(rows(drop.apply("h\na\nb\n", new Random(3)))).hasSize(2);
    assertThatThrownBy(() -> drop.apply("h\na\n", new Random(3)))
        .hasMessage("gold: 1 rows (expected: at least 2)");
  }

  @Test
  void aPairIsATaskWithItsGoldAndLess() {
    for (Pair pair : pairs(2048, 1).draw(0, 8, 0.5)) {
      String chosen = text(pair.chosen());
      String rejected = text(pair.rejected());
      assertThat(chosen.lines().toList()).containsSubsequence(rejected.lines().toList());
      assertThat(rejected.lines().count()).isLessThan(chosen.lines().count());
      assertThat(pair.prompt()[0]).isEqualTo(tokenizer.bos());
    }
  }

  private static String text(int[] answer) {
    assertThat(answer[answer.length - 1]).isEqualTo(tokenizer.eos());
    return tokenizer.decode(Arrays.copyOf(answer, answer.length - 1));
  }

  @Test
  void aShareOfThemIsOfStressTables() {
    List<Pair> pairs = pairs(2048, 1).draw(3, 8, 0.75);
    List<Long> rows = pairs.stream().map(p -> text(p.chosen()).lines().count() - 1).toList();
    assertThat(rows.subList(0, 6)).allMatch(count -> count >= 15 && count <= 25);
    assertThat(rows.subList(6, 8)).allMatch(count -> count <= 18);
  }

  @Test
  void aBatchIsAFunctionOfSeedAndNumber() {
    assertThat(tokens(pairs(2048, 1).draw(4, 3, 0.5)))
        .isEqualTo(tokens(pairs(2048, 1).draw(4, 3, 0.5)))
        .isNotEqualTo(tokens(pairs(2048, 1).draw(5, 3, 0.5)))
        .isNotEqualTo(tokens(pairs(2048, 2).draw(4, 3, 0.5)));
  }

  private static String tokens(List<Pair> pairs) {
    return pairs.stream()
        .map(p -> Arrays.toString(p.prompt()) + Arrays.toString(p.rejected()))
        .toList()
        .toString();
  }

  @Test
  void aPoolDealsEachPairOnceBeforeAnyComesAgain() {
    List<Pair> pairs = pairs(2048, 1).draw(0, 5, 0.5);
    PairPool pool = new PairPool(pairs, 3);
    List<Pair> dealt = new ArrayList<>();
    for (int batch = 0; batch < 5; batch++) {
      dealt.addAll(pool.draw(batch, 3));
    }
    for (int round = 0; round < 3; round++) {
      assertThat(dealt.subList(5 * round, 5 * round + 5))
          .containsExactlyInAnyOrderElementsOf(pairs);
    }
    assertThat(dealt.subList(0, 5)).isNotEqualTo(dealt.subList(5, 10));
    assertThat(new PairPool(pairs, 3).draw(4, 3)).isEqualTo(dealt.subList(12, 15));
  }

  @Test
  void whatDoesNotFitTheModelIsLeftOut() {
    assertThat(pairs(400, 1).draw(0, 8, 0)).allMatch(pair -> pair.positions() <= 400);
    assertThatThrownBy(() -> pairs(100, 1).draw(0, 1, 1))
        .hasMessage(
            "split: none of 100 tables of \"stress_train\" fits the model with its answer"
                + " (expected: at most 100 tokens)");
  }

  @Test
  void goldOfASplitThatIsNotForTrainingIsRefused() {
    assertThatThrownBy(
            () -> new TrainingPairs(tokenizer, split("train"), split("stress_heldout"), 2048, 1))
        .hasMessage(
            "long_split: \"stress_heldout\" (expected: a train split, whose gold may be learnt)");
  }
}
