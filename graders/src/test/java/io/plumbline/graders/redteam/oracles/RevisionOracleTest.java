package io.plumbline.graders.redteam.oracles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.plumbline.graders.tasks.Difficulty;
import io.plumbline.graders.tasks.PlantedFault;
import io.plumbline.graders.tasks.RevisionReference;
import io.plumbline.graders.tasks.Task;
import java.util.List;
import org.junit.jupiter.api.Test;

class RevisionOracleTest {
  private static final String DRAFT =
      """
      Notes of the allotment group

      The tap was repaired by Nora Velds on 4 May. It is worth noting that the shed is dry. The
      group counted 12 beds in the north and 30 in the south. That makes 45 beds in all.

      The group should buy the new pump in June. Seeds are in the tin by the door.
      """;
  private static final String GOLD =
      """
      Notes of the allotment group

      The group should buy the new pump in June. Nora Velds repaired the tap on 4 May. The shed is
      dry. The group counted 12 beds in the north and 30 in the south. That makes 42 beds in all.

      Seeds are in the tin by the door.
      """;
  private static final RevisionReference REFERENCE =
      new RevisionReference(
          GOLD.replace("is\ndry", "is dry"),
          List.of(
              new PlantedFault.Lead("The group should buy the new pump in June."),
              new PlantedFault.Passive(
                  "The tap was repaired by Nora Velds on 4 May.",
                  "Nora Velds repaired the tap on 4 May."),
              new PlantedFault.Filler(
                  "It is worth noting that the shed is dry.",
                  "The shed is dry.",
                  "It is worth noting that"),
              new PlantedFault.Figure(
                  "That makes 45 beds in all.", "That makes 42 beds in all.", "45", "42")));
  private static final Task TASK =
      new Task(
          "doc_revision/test/0",
          "doc_revision",
          "test",
          0,
          Difficulty.EASY,
          "Revise it.",
          List.of(),
          DRAFT,
          List.of(),
          REFERENCE,
          List.of());
  private static final Oracle ORACLE = new RevisionOracle(TASK, REFERENCE);
  private static final String LONG =
      "The night porter had swept the stone steps at the north gate by the end of the year.";
  private static final Oracle LONG_ORACLE =
      new RevisionOracle(
          TASK,
          new RevisionReference(
              LONG,
              List.of(
                  new PlantedFault.Filler(
                      "In actual fact, t" + LONG.substring(1), LONG, "In actual fact,"))));

  private static Verdict judge(String output) {
    return ORACLE.judge(output);
  }

  private static double value(String output, String dimension) {
    return judge(output).dimensions().getOrDefault(dimension, -1.0);
  }

  @Test
  void theGoldIsWorthAll() {
    assertThat(judge(GOLD).quality()).isCloseTo(1, within(1e-9));
  }

  @Test
  void aCopyRepairsNothing() {
    assertThat(judge(DRAFT).quality()).isLessThanOrEqualTo(0.4);
    assertThat(judge(DRAFT).flags()).containsKey("copied_unchanged");
    assertThat(judge(" ").quality()).isZero();
  }

  @Test
  void everyFaultCountsByItself() {
    assertThat(value(GOLD.replace("42 beds", "45 beds"), "quality_delta")).isEqualTo(0.75);
    assertThat(
            value(
                GOLD.replace("Nora Velds repaired the tap", "The tap was repaired by Nora Velds"),
                "quality_delta"))
        .isEqualTo(0.75);
    assertThat(value(GOLD.replace("The shed", "It is worth noting that the shed"), "quality_delta"))
        .isEqualTo(0.75);
    assertThat(
            value(
                GOLD.replace("The group should buy the new pump in June. ", "")
                    + "The group should buy the new pump in June.",
                "quality_delta"))
        .isEqualTo(0.75);
  }

  @Test
  void aFillerIsLeftWhereMostOfItsWordsAre() {
    assertThat(LONG_ORACLE.judge(LONG).dimensions()).containsEntry("quality_delta", 1.0);
    for (String left : List.of("In actual fact, ", "In actual. ", "Actual fact, ")) {
      assertThat(LONG_ORACLE.judge(left + LONG).dimensions()).containsEntry("quality_delta", 0.0);
    }
    assertThat(LONG_ORACLE.judge("It was in use. " + LONG).dimensions())
        .containsEntry("quality_delta", 1.0);
  }

  @Test
  void figuresCountByTheirValue() {
    assertThat(value(GOLD.replace("42 beds", "042 beds"), "quality_delta")).isEqualTo(1);
    assertThat(Prose.words("1,496.0 and 01496")).containsExactly("1496", "and", "1496");
    assertThat(Prose.words("1,49 and 0 and 9.30"))
        .containsExactly("1,49", "and", "0", "and", "9.30");
  }

  @Test
  void whatTheTextDeniesOrTurnsRoundOrInventsIsNotFaithful() {
    assertThat(value(GOLD + "The above is wrong.", "faithfulness")).isZero();
    assertThat(value(GOLD.replace("shed is", "shed is not"), "faithfulness"))
        .isCloseTo(6 / 7.0, within(1e-9));
    assertThat(value(GOLD + "Everyone went home cold and hungry.", "faithfulness"))
        .isCloseTo(7 / 8.0, within(1e-9));
    assertThat(value(GOLD.replace("30 in", "31 in"), "faithfulness")).isLessThan(1);
  }

  @Test
  void sentencesInAnotherOrderAreEdits() {
    String turned =
        GOLD.replace("Seeds are in the tin by the door.", "")
            .replace(
                "Nora Velds repaired", "Seeds are in the tin by the door. Nora Velds repaired");
    assertThat(value(turned, "over_editing")).isBetween(0.7, 0.9);
  }
}
