package io.plumbline.graders.citation;

import static io.plumbline.graders.citation.Briefs.expect;
import static io.plumbline.graders.citation.Briefs.gold;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graders.FlagSpec;
import io.plumbline.graders.Grader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One rule at a time, on a brief of eight sentences, four claims and five sources. */
class StrictCitationGraderTest {
  private final Grader grader = Briefs.strict();

  @Test
  void theGoldEarnsOneAndNeedsNoWords() {
    expect(Briefs.GOLD, 1, 1, 1, 1);
    assertThat(grader.evidence(Briefs.GOLD)).isEmpty();
    assertThat(Briefs.composite(grader, Briefs.GOLD)).isEqualTo(1);
  }

  @Test
  void theBriefAsItWasIsCapped() {
    expect(Briefs.INPUT, 0, 0, 1, 1);
    assertThat(Briefs.composite(grader, Briefs.INPUT)).isEqualTo(0.2);
    assertThat(grader.evidence(Briefs.INPUT))
        .containsExactly(
            "claim 1 has no marker of a source that supports it:"
                + " \"waiting times fell by about a third\"",
            "claim 2 has no marker of a source that supports it: \"Ticket sales rose by a fifth\"",
            "claim 3 has no marker of a source that supports it:"
                + " \"The list cost about 40 euros per week\"");
  }

  @Test
  void nothingEarnsNothing() {
    expect("", 0, 0, 0, 0);
    assertThat(grader.evidence("")).hasSize(5).contains("0 of the brief's 8 sentences are kept");
  }

  @Test
  void aMissingCitationCostsItsShare() {
    expect(gold(" [Source A]", ""), 2 / 3.0, 2 / 3.0, 1, 1);
  }

  @Test
  void aClaimThatNoSourceSupportsIsBestLeftAlone() {
    expect(gold("stayed behind", "stayed behind [Source D]"), 1, 3 / 4.0, 0.75, 1);
  }

  @Test
  void halfSupportNeedsAHedgeAndFullSupportNone() {
    String bare = gold(", on limited evidence", "");
    expect(bare, 1, 2 / 3.0, 1, 1);
    assertThat(grader.evidence(bare))
        .containsExactly(
            "claim 2 has partial support only and is not hedged: \"Ticket sales rose by a fifth\"");
    expect(gold(", and crews noticed", ", and crews noticed, it seems"), 1, 2.5 / 3, 1, 3.5 / 4);
    expect(gold("[Source C]", "[Source E]"), 1, 2 / 3.0, 1, 1);
    expect(gold(" [Source C]", ", though this may not hold [E]"), 1, 1, 1, 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Limited evidence suggests that ticket sales rose by a fifth",
        "It appears that ticket sales rose by a fifth",
        "Ticket sales rose by a fifth, which is not conclusive",
        "Ticket sales rose by a fifth, a finding that may not hold here"
      })
  void aHedgeMayTakeManyForms(String sentence) {
    expect(gold("Ticket sales rose by a fifth, on limited evidence", sentence), 1, 1, 1, 1);
  }

  @Test
  void aHedgeHasKnownWordsAndIsShort() {
    expect(gold(", on limited evidence", ", it seems to fools"), 1, 2.5 / 3, 0.75, 3.5 / 4);
    String longer = ", it seems" + " from the evidence".repeat(4);
    expect(gold(", on limited evidence", longer), 1, 2.5 / 3, 0.75, 3.5 / 4);
  }

  @Test
  void overstatingWordsCountUnlessTheSourceCitedHasThem() {
    String output = gold("Over these weeks, waiting", "The trial proves that always waiting");
    expect(output, 1, 2.5 / 3, 0.5, 3.5 / 4);
    assertThat(grader.evidence(output))
        .contains("\"proves\" claims more than the brief and the sources cited")
        .contains("\"always\" claims more than the brief and the sources cited");
    expect(gold("The list cost", "The ledger proves the list cost"), 1, 2.5 / 3, 1, 3.5 / 4);
    expect(gold("Over these weeks, waiting", "No doubt waiting"), 1, 2.5 / 3, 0.75, 3.5 / 4);
    expect(gold("was friendly.", "was friendly. Everyone agrees."), 1, 1, 3 / 5.0, 8 / 9.0);
  }

  @Test
  void figuresAndNamesThatNobodyGaveCount() {
    String output = gold("and crews noticed", "and 14 crews from Lisbon noticed");
    expect(output, 1, 2.5 / 3, 0.5, 3.5 / 4);
    assertThat(grader.evidence(output))
        .containsExactly(
            "neither the brief nor a source has \"14\"",
            "neither the brief nor a source has \"Lisbon\"",
            "the sentence of claim 1 has lost or gained words, or has others");
    expect(gold("and crews noticed", "and eleven crews noticed"), 1, 2.5 / 3, 0.75, 3.5 / 4);
  }

  @Test
  void aCopyOfAClaimEarnsNothingAndItsMarkerIsWrong() {
    String copy = Briefs.GOLD + "\nThe list cost about 40 euros per week [Source C].\n";
    expect(copy, 1, 3 / 4.0, 3 / 5.0, 8 / 9.0);
  }

  @Test
  void lostAndAddedSentencesCost() {
    expect(gold(" Talk at the pier was friendly.", ""), 1, 1, 1, 7 / 8.0);
    expect("Here is the brief.\n\n" + Briefs.GOLD, 1, 1, 4 / 5.0, 8 / 9.0);
    expect(gold("\nFewer than 20 cars stayed behind.", "\n"), 1, 1, 0.75, 3 / 4.0 * 7 / 8);
  }

  @Test
  void anAlteredSentenceKeepsHalfItsClaim() {
    expect(gold("Over these weeks, waiting", "Waiting"), 1, 2.5 / 3, 1, 3.5 / 4);
    String output = gold(", and crews noticed", ", and people talked of little else");
    expect(output, 1, 2.5 / 3, 0.75, 3.5 / 4);
    assertThat(grader.evidence(output))
        .contains(
            "neither the brief nor a source bears out \"Over these weeks, waiting times fell by"
                + " about a third, and p…\"");
  }

  @Test
  void aTextMayBeBothUncitedAndAnotherText() {
    assertThat(flags(Briefs.GOLD)).isEmpty();
    assertThat(flags(Briefs.INPUT)).containsExactly("no_citations_found");
    assertThat(flags(Briefs.GOLD + "It went on. ".repeat(4))).containsExactly("brief_rewritten");
    assertThat(flags("It went on."))
        .containsExactlyInAnyOrder("no_citations_found", "brief_rewritten");
  }

  private List<String> flags(String output) {
    return grader.grade(output).flags().stream().map(FlagSpec::name).toList();
  }
}
