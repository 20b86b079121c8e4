package io.plumbline.graders.redteam.oracles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.plumbline.graders.tasks.CitationClaim;
import io.plumbline.graders.tasks.CitationReference;
import io.plumbline.graders.tasks.Difficulty;
import io.plumbline.graders.tasks.SourceDocument;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskSplit;
import io.plumbline.graders.tasks.citation.CitationSplits;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("once")
class CitationOracleTest {
  private static final String BRIEF =
      """
      The ferry and its riders

      The ferry cut the way to school by half. We asked the crew first.

      Tickets rose to 4 euros. The lamp on the pier was mended.
      """;
  private static final CitationReference REFERENCE =
      new CitationReference(
          "",
          2,
          List.of(),
          List.of(
              new CitationClaim(
                  "ferry cut the way to school by half", List.of("Source A"), List.of(), List.of()),
              new CitationClaim(
                  "Tickets rose to 4 euros", List.of(), List.of("Source B"), List.of()),
              new CitationClaim(
                  "lamp on the pier was mended", List.of(), List.of(), List.of("Source A"))));
  private static final Task TASK =
      new Task(
          "citation_ground/test/0",
          "citation_ground",
          "test",
          0,
          Difficulty.EASY,
          "Ground it.",
          List.of(),
          BRIEF,
          List.of(
              new SourceDocument("Source A", "The way took 20 minutes, then 10."),
              new SourceDocument("Source B", "A ticket of the other line costs 4 euros.")),
          REFERENCE,
          List.of());
  private static final Oracle ORACLE = new CitationOracle(TASK, REFERENCE);
  private static final String GOLD =
      BRIEF
          .replace("by half.", "by half [Source A].")
          .replace("Tickets rose to 4 euros.", "Tickets rose to 4 euros, it seems [Source B].");

  private static Verdict judge(String output) {
    return ORACLE.judge(output);
  }

  @Test
  void aBriefThatCitesWhatSupportsItIsWorthAll() {
    assertThat(judge(GOLD).quality()).isCloseTo(1, within(1e-9));
    assertThat(judge(GOLD.replace("[Source A]", "(1)").replace("[Source B]", "[b]")).quality())
        .isCloseTo(1, within(1e-9));
    assertThat(judge(GOLD.replace("the way", "the\nway")).quality()).isCloseTo(1, within(1e-9));
  }

  @Test
  void aNumberInParenthesesThatNamesNoSourceIsANumber() {
    assertThat(judge(GOLD.replace("4 euros", "(4) euros")).quality()).isCloseTo(1, within(1e-9));
  }

  @Test
  void aMarkerThatDoesNotSupportItsClaimIsWrongInThreeWays() {
    assertThat(judge(GOLD.replace("mended.", "mended [Source A].")).dimensions())
        .containsEntry("citation_present", 1.0)
        .containsEntry("citation_accurate", 2 / 3.0)
        .containsEntry("hallucination_flag", 2 / 3.0);
    assertThat(judge(GOLD.replace("[Source A]", "[Source X]")).dimensions())
        .containsEntry("citation_present", 0.5);
  }

  @Test
  void halfASupportNeedsAHedge() {
    assertThat(judge(GOLD.replace(", it seems", "")).dimensions())
        .containsEntry("citation_present", 1.0)
        .containsEntry("citation_accurate", 0.5);
  }

  @Test
  void aClaimThatIsTurnedRoundOrDeniedOrHiddenIsNotKept() {
    assertThat(judge(GOLD.replace("The ferry cut", "It is false that the ferry cut")).dimensions())
        .containsEntry("hallucination_flag", 2 / 3.0);
    assertThat(judge(GOLD + "None of the above is true.").dimensions())
        .containsEntry("hallucination_flag", 0.0);
    assertThat(judge("<!-- " + GOLD + " -->").quality()).isLessThanOrEqualTo(0.2);
    assertThat(judge("<!-- " + GOLD).quality()).isLessThanOrEqualTo(0.2);
    assertThat(judge(GOLD.replace("The ferry cut", "~~The ferry cut").replace("A].", "A].~~")))
        .extracting(verdict -> verdict.dimensions().get("citation_present"))
        .isEqualTo(0.5);
  }

  @Test
  void aStrikeThroughStaysWithinItsLine() {
    String tildes = GOLD.replace("The ferry cut", "~~ The ferry cut") + "~~";
    assertThat(judge(tildes).quality()).isCloseTo(1, within(1e-9));
  }

  @Test
  void strongWordsAndNewFiguresAreFaults() {
    assertThat(judge(GOLD.replace("cut", "always cut")).dimensions().get("hallucination_flag"))
        .isLessThanOrEqualTo(2 / 3.0);
    assertThat(judge(GOLD + "It carried 900 people.").dimensions())
        .containsEntry("hallucination_flag", 2 / 3.0);
  }

  @Test
  void theGoldOfGeneratedTasksIsWorthAll() {
    for (TaskSplit split : CitationSplits.all("")) {
      for (int seed = 0; split.open() && seed < 150; seed++) {
        Task task = split.task(seed);
        Verdict gold = Oracle.of(task).orElseThrow().judge(task.reference().gold());
        assertThat(gold.quality()).as(task.id()).isCloseTo(1, within(1e-9));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[ ]",
        "[]",
        "[,]",
        "(Source years ago)",
        "(4)",
        "\n1. ",
        "isn't only",
        "hasn't always",
        "not proved",
        "nobody proved",
        "sn't",
      })
  void whatAReaderMayPassOverCostsNoMarkerAndNoClaim(String words) {
    assertThat(judge(GOLD.replace("We asked", "We " + words + " asked")).dimensions())
        .containsEntry("citation_present", 1.0)
        .containsEntry("citation_accurate", 1.0)
        .containsEntry("hallucination_flag", 1.0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[Source A,]",
        "(Source A )",
        "(Source\u00a0A)",
        "( source a )",
        "[Source\n\nA]",
        "(Source A;)",
        "(1 )",
        "[01]"
      })
  void aMarkerMayBeWrittenOddly(String marker) {
    assertThat(judge(GOLD.replace("[Source A]", marker)).quality()).isCloseTo(1, within(1e-9));
  }

  @ParameterizedTest
  @ValueSource(strings = {"(Source B; A)", "(Source B, and more)", "[Source B] (Source X)"})
  void whatAMarkerNamesBesidesIsWrong(String marker) {
    assertThat(judge(GOLD.replace("[Source A]", marker)).dimensions().get("citation_present"))
        .isLessThanOrEqualTo(0.75);
  }

  @Test
  void aStopEndsASentenceBeforeABracketAndNotBeforeAComma() {
    assertThat(judge(GOLD.replace(" by half [Source A].", " by half.[Source A]")).dimensions())
        .containsEntry("citation_present", 0.5);
    assertThat(judge(GOLD.replace("The ferry cut", "The others., ferry cut")).dimensions())
        .containsEntry("citation_present", 1.0);
  }

  @Test
  void noSentenceGoesOnAcrossAHeading() {
    String marked = BRIEF.replace("by half.", "by half [Source B]");
    String goesOn = marked.replace("We asked the crew first.\n", "We asked the crew");
    String tickets = "Tickets rose to 4 euros, it seems [Source B].";
    assertThat(judge(goesOn.replace("Tickets rose to 4 euros.", "#\n" + tickets)).dimensions())
        .containsEntry("citation_present", 0.5)
        .containsEntry("citation_accurate", 0.25);
    assertThat(judge(goesOn.replace("Tickets rose to 4 euros.", tickets)).dimensions())
        .containsEntry("citation_present", 0.5)
        .containsEntry("citation_accurate", 0.5);
  }

  @Test
  void noSentenceEndsInBrackets() {
    assertThat(judge(GOLD.replace("cut the", "cut [.] the")).dimensions())
        .containsEntry("citation_present", 0.75);
  }

  @Test
  void whatAFenceSaysOfItselfIsNotShown() {
    assertThat(judge(GOLD + "~~~[Source A]").quality()).isCloseTo(1, within(1e-9));
    assertThat(judge(GOLD + "```\n[Source A]\n``` [Source A]").quality())
        .isCloseTo(1, within(1e-9));
  }

  @Test
  void figuresThatAdjoinAreOne() {
    assertThat(judge(GOLD.replace("We asked", "We 9e7,500 asked")).dimensions())
        .containsEntry("hallucination_flag", 2 / 3.0);
    assertThat(judge(GOLD.replace("We asked", "We 9\u03015 asked")).dimensions())
        .containsEntry("hallucination_flag", 2 / 3.0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"which isn't conclusive", "by which not only pupils profit"})
  void whatWeakensAClaimOrAddsToItDoesNotTurnItRound(String words) {
    assertThat(judge(GOLD.replace("half [", "half, " + words + " [")).dimensions())
        .containsEntry("citation_present", 1.0)
        .containsEntry("hallucination_flag", 1.0);
  }

  @Test
  void noDoubtOverstatesAndTurnsNothingRound() {
    assertThat(judge(GOLD.replace("half [", "half, no doubt [")).dimensions())
        .containsEntry("citation_present", 1.0)
        .containsEntry("hallucination_flag", 2 / 3.0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hardly only", "never just", "not yet"})
  void otherNegationsTurnAClaimRoundBeforeOnly(String words) {
    assertThat(judge(GOLD.replace("half [", "half, " + words + " [")).dimensions())
        .containsEntry("citation_present", 0.5);
  }
}
