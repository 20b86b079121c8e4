package io.plumbline.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BatchTest {
  private static final Batch RAGGED =
      Batch.of(
          List.of(new int[] {1, 2, 3}, new int[] {4, 5}),
          List.of(
              List.of(new int[] {6}, new int[] {7, 8}),
              List.of(new int[] {9, 10, 11}, new int[] {12})));

  @Test
  void promptsEndBeforeTheirLastToken() {
    assertThat(RAGGED.groups()).isEqualTo(2);
    assertThat(RAGGED.width()).isEqualTo(2);
    assertThat(RAGGED.prompts()).containsExactly(1, 2, 4, 0);
    assertThat(RAGGED.lengths()).containsExactly(2, 1);
  }

  @Test
  void answersBeginWithTheLastTokenOfTheirPrompt() {
    assertThat(RAGGED.answers()).isEqualTo(4);
    assertThat(RAGGED.length()).isEqualTo(3);
    assertThat(RAGGED.inputs()).containsExactly(3, 0, 0, 3, 7, 0, 5, 9, 10, 5, 0, 0);
  }

  @Test
  void eachTokenIsPredictedWhereTheOneBeforeItStands() {
    assertThat(RAGGED.tokens()).isEqualTo(7);
    assertThat(RAGGED.targets()).containsExactly(6, 7, 8, 9, 10, 11, 12);
    assertThat(RAGGED.index()).containsExactly(0, 3, 4, 6, 7, 8, 9);
  }

  @Test
  void valuesOfTokensGoToTheirPlaces() {
    assertThat(RAGGED.table(new float[] {1, 2, 3, 4, 5, 6, 7}))
        .containsExactly(1, 0, 0, 2, 3, 0, 4, 5, 6, 7, 0, 0);
  }

  @Test
  void anAnswerKnowsItsPromptHoweverManyAPromptHas() {
    Batch batch =
        Batch.of(
            List.of(new int[] {1, 2}, new int[] {3, 4}),
            List.of(List.of(new int[] {5}), List.of(new int[] {6}, new int[] {7, 8})));
    assertThat(batch.owners()).containsExactly(0, 1, 1);
    assertThat(batch.inputs()).containsExactly(2, 0, 4, 0, 4, 7);
  }

  @Test
  void promptsToDrawFromAreReadyForTheirFirstToken() {
    Batch batch = Batch.ofPrompts(List.of(new int[] {1, 2, 3}, new int[] {4, 5}));
    assertThat(batch.prompts()).containsExactly(1, 2, 4, 0);
    assertThat(batch.inputs()).containsExactly(3, 5);
  }
}
