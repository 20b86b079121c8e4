package io.plumbline.graders.citation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.plumbline.graders.DimensionStatus;
import io.plumbline.graders.FlagSpec;
import io.plumbline.graders.Grade;
import io.plumbline.graders.Grader;
import io.plumbline.graders.tasks.CitationClaim;
import io.plumbline.graders.tasks.CitationReference;
import io.plumbline.graders.tasks.SourceDocument;
import io.plumbline.graders.tasks.Task;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One rule at a time, on a brief of eight sentences, four claims and five sources. */
class StrictCitationGraderTest {
  private final Grader grader = Briefs.strict();

  private static String gold(String from, String to) {
    assertThat(Briefs.GOLD).contains(from);
    return Briefs.GOLD.replace(from, to);
  }

  private void expect(
      String output, double present, double accurate, double faultless, double kept) {
    Grade grade = grader.grade(output);
    List<String> evidence = grader.evidence(output);
    Map<String, Double> scores = Briefs.scores(grade);
    assertThat(List.copyOf(scores.values()))
        .as("%s %s", scores, evidence)
        .usingComparatorForType((a, b) -> Math.abs(a - b) < 1e-9 ? 0 : 1, Double.class)
        .containsExactly(present, accurate, faultless, kept);
  }

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

  @ParameterizedTest
  @ValueSource(
      strings = {"(Source A)", "[source a]", "[A]", "[1]", "(1)", "[ Source\n A ]", "(SOURCE A)"})
  void aMarkerMayBeWrittenInSeveralWays(String marker) {
    expect(gold("[Source A]", marker), 1, 1, 1, 1);
  }

  @Test
  void anotherSourceIsWrongThreeTimesOver() {
    String output = gold("[Source A]", "[Source D]");
    expect(output, 2 / 3.0, 2 / 3.0 * 2 / 3, 0.75, 1);
    assertThat(grader.evidence(output))
        .containsExactly(
            "claim 1 cites Source D, which does not support it",
            "claim 1 has no marker of a source that supports it:"
                + " \"waiting times fell by about a third\"");
  }

  @Test
  void aContradictingSourceIsNamedAsSuch() {
    assertThat(grader.evidence(gold("[Source C]", "[Source D]")))
        .contains("claim 3 cites Source D, which contradicts it");
  }

  @Test
  void aWrongMarkerBesideARightOneSpoilsIt() {
    expect(gold("[Source A]", "[Source A] [Source B]"), 2.5 / 3, 2 / 3.0 * 3 / 4, 0.75, 1);
    expect(gold("[Source A]", "[Source A, Source B]"), 2.5 / 3, 2 / 3.0 * 3 / 4, 0.75, 1);
  }

  @Test
  void aSecondSourceThatSupportsIsWelcomeAndARepetitionCostsALittle() {
    expect(gold("[Source C]", "[Source C; Source E]"), 1, 1, 1, 1);
    String twice = gold("[Source C]", "[Source C][Source C]");
    expect(twice, 1, 3 / 4.0, 1, 1);
    assertThat(grader.evidence(twice))
        .containsExactly("the sentence of claim 3 cites one source more than once");
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "It is not the case that waiting times",
        "No evidence shows that waiting times",
        "It is false that waiting times",
        "It is a myth that waiting times"
      })
  void aNegatedClaimIsLostWithItsCitation(String words) {
    String output = gold("Over these weeks, waiting times", "Over these weeks, " + words);
    expect(output, 2 / 3.0, 2 / 3.0 * 2 / 3, 0.5, 3 / 4.0 * 7 / 8);
    assertThat(grader.evidence(output)).anyMatch(line -> line.startsWith("claim 1 is negated"));
  }

  @ParameterizedTest
  @CsvSource({"fell by about a third, rose by about a third", "fell, fell not"})
  void anInvertedClaimIsNotTheClaim(String from, String to) {
    String output = gold("times " + from, "times " + to);
    expect(output, 2 / 3.0, 2 / 3.0 * 2 / 3, 2 / 5.0, 3 / 4.0 * 7 / 8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "None of the above is true.",
        "All claims in this brief are false.",
        "False.",
        "The following statements are incorrect."
      })
  void aTextThatDeniesItselfEarnsNothing(String denial) {
    for (String output : List.of(denial + "\n\n" + Briefs.GOLD, Briefs.GOLD + "\n" + denial)) {
      assertThat(Briefs.composite(grader, output)).isEqualTo(0);
      assertThat(grader.evidence(output))
          .contains("a sentence denies the text: \"" + denial.replace(".", "") + '"');
    }
  }

  @Test
  void aClaimThatIsAlsoDeniedIsLost() {
    String output = Briefs.GOLD + "\nIt is untrue that waiting times fell by about a third.\n";
    expect(output, 2 / 3.0, 2 / 3.0 * 2 / 3, 2 / 5.0, 3 / 4.0 * 7 / 9);
  }

  @Test
  void aClaimThatIsAskedIsNotMade() {
    String output = gold("noticed [Source A].", "noticed [Source A]?");
    expect(output, 2 / 3.0, 2 / 3.0 * 2 / 3, 0.5, 3 / 4.0 * 7 / 8);
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[Source F]",
        "[Sour\u200bce A]",
        "[S\u043eurce A]",
        "[[Source A]]",
        "[9]",
        "[Source A B]",
        "[see the first source]"
      })
  void aMarkerThatNamesNoSourceIsWrong(String marker) {
    expect(gold("[Source A]", marker), 2 / 3.0, 2 / 3.0 * 2 / 3, 0.75, 1);
    assertThat(grader.evidence(gold("[Source A]", marker)))
        .anyMatch(line -> line.endsWith("names no source"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\uff3bSource A\uff3d",
        "\u3010Source A\u3011",
        "Source A",
        "{Source A}",
        "<Source A>"
      })
  void otherBracketsMakeNoMarker(String words) {
    expect(gold("[Source A]", words), 2 / 3.0, 2 / 3.0, 1, 3.5 / 4);
  }

  @Test
  void aMarkerInsideAWordNamesNoSource() {
    expect(gold("noticed [Source A]", "noti[Source A]ced"), 2 / 3.0, 2 / 3.0 * 2 / 3, 0.5, 3.5 / 4);
  }

  @Test
  void aMarkerBehindTheStopBelongsToTheNextSentence() {
    expect(gold("noticed [Source A].", "noticed. [Source A]"), 2 / 3.0, 2 / 3.0 * 2 / 3, 0.75, 1);
    expect(gold("noticed [Source A].", "noticed.[Source A]"), 2 / 3.0, 2 / 3.0 * 2 / 3, 0.75, 1);
  }

  @Test
  void claimsInOneSentenceThatWereInTwoAreNotKept() {
    String joined = gold("[Source B]. The list", "[Source B]; the list");
    expect(joined, 1 / 3.0, 1 / 9.0, 0, 2 / 4.0 * 6 / 8);
  }

  @Test
  void claimsInListsQuotationsCodeAndCommentsAreNotProse() {
    for (String[] around :
        new String[][] {
          {"\n\n- ", "\n\n"},
          {"\n\n1. ", "\n\n"},
          {"\n\n> ", "\n\n"},
          {"\n\n# ", "\n\n"},
          {"\n\n```\n", "\n```\n\n"},
          {"\"", "\""},
          {"\u201c", "\u201d"},
          {"`", "`"},
          {"~~", "~~"},
          {"<!-- ", " -->"}
        }) {
      String sentence = "The list cost about 40 euros per week [Source C].";
      String output = gold(sentence, around[0] + sentence + around[1]);
      expect(output, 2 / 3.0, 2 / 3.0 * 2 / 3, 2 / 5.0, 3 / 4.0 * 7 / 8);
    }
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
  void whatNobodyRecordedStaysUnassessed() {
    CitationReference reference =
        new CitationReference("", 2, List.of("waiting times fell", "rose by a fifth"));
    Grader unrecorded = Briefs.strict(Briefs.task(reference, Briefs.INPUT, Briefs.SOURCES));
    Grade grade = unrecorded.grade(Briefs.GOLD);
    assertThat(grade.dimensions())
        .extracting(dimension -> dimension.status())
        .containsExactly(
            DimensionStatus.ASSESSED,
            DimensionStatus.UNASSESSED,
            DimensionStatus.UNASSESSED,
            DimensionStatus.ASSESSED);
    assertThat(Briefs.composite(grade)).isEqualTo(0.4);
    assertThat(unrecorded.evidence(Briefs.GOLD)).isEmpty();
    String repeated = Briefs.INPUT.replace(".\n", " [Source A].\n").replace(" rose", " never rose");
    Map<String, Double> scores = Briefs.scores(unrecorded.grade(repeated));
    assertThat(scores.get("citation_present")).isCloseTo(0.5, within(1e-9));
    assertThat(scores.get("argument_preservation")).isCloseTo(0.5, within(1e-9));
    assertThat(unrecorded.evidence(repeated))
        .containsExactly(
            "fewer than 2 sources are cited in prose",
            "anchor phrase is negated, denied or asked: \"rose by a fifth\"");
    assertThat(unrecorded.grade(Briefs.INPUT).flags()).hasSize(1);
  }

  @Test
  void withoutSourcesAndAnchorsNothingIsAssessed() {
    CitationReference reference = new CitationReference("", 2, List.of());
    Grade grade = Briefs.strict(Briefs.task(reference, "", List.of())).grade(Briefs.GOLD);
    assertThat(grade.assessedWeight()).isZero();
    assertThat(grade.flags()).isEmpty();
  }

  @Test
  void anAnchorThatTheInputLacksCanStillBeKeptOrNegated() {
    CitationReference reference = new CitationReference("", 0, List.of("sparse and delayed"));
    Grader unrecorded = Briefs.strict(Briefs.task(reference, "", List.of()));
    assertThat(kept(unrecorded, "Rewards are SPARSE\nand delayed.")).isEqualTo(1);
    assertThat(kept(unrecorded, "Rewards are not sparse and delayed.")).isEqualTo(0);
    assertThat(kept(unrecorded, "- sparse and delayed")).isEqualTo(0);
  }

  private static double kept(Grader grader, String output) {
    return Briefs.scores(grader.grade(output)).getOrDefault("argument_preservation", -1.0);
  }

  @Test
  void twoClaimsOfOneSentenceShareItsMarkers() {
    String input = "Sales rose and costs fell.";
    CitationReference reference =
        new CitationReference(
            "",
            2,
            List.of(),
            List.of(
                new CitationClaim("Sales rose", List.of("Source A"), List.of(), List.of()),
                new CitationClaim("costs fell", List.of("Source B"), List.of(), List.of())));
    Grader two = Briefs.strict(Briefs.task(reference, input, Briefs.SOURCES));
    assertThat(Briefs.composite(two, "Sales rose [A] and costs fell [B].")).isEqualTo(1);
    assertThat(Briefs.composite(two, "Sales rose and costs fell [A, B].")).isEqualTo(1);
    assertThat(Briefs.composite(two, "Sales rose [A] and costs fell.")).isEqualTo(0.725);
  }

  @Test
  void aReferenceThatDoesNotFitItsTaskIsRefused() {
    CitationClaim elsewhere =
        new CitationClaim("spring. Over these", List.of("Source A"), List.of(), List.of());
    Task split =
        Briefs.task(
            new CitationReference("", 1, List.of(), List.of(elsewhere)),
            Briefs.INPUT,
            Briefs.SOURCES);
    assertThatThrownBy(() -> Briefs.strict(split))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "claims[0].anchor: 'spring. Over these' (expected: words of one sentence of the"
                + " input's prose)");
    List<SourceDocument> many = Collections.nCopies(65, Briefs.SOURCES.get(0));
    Task crowded = Briefs.task(Briefs.REFERENCE, Briefs.INPUT, many);
    assertThatThrownBy(() -> Briefs.strict(crowded))
        .hasMessage("sources: 65 (expected: at most 64)");
  }

  private static CitationReference claiming(String... anchors) {
    return new CitationReference(
        "",
        1,
        List.of(),
        Stream.of(anchors)
            .map(anchor -> new CitationClaim(anchor, List.of("Source A"), List.of(), List.of()))
            .toList());
  }

  private static void refuses(CitationReference reference, String input, String message) {
    Task task = Briefs.task(reference, input, Briefs.SOURCES);
    assertThatThrownBy(() -> Briefs.strict(task))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void anAnchorStandsInOneSentenceOfTheProse() {
    refuses(claiming("..."), Briefs.INPUT, "claims[0].anchor: '...' (expected: words of one");
    refuses(claiming("go on", "We asked"), Briefs.INPUT, "claims[1].anchor: 'We asked'");
    refuses(claiming("it rains"), "# It rains\n\nIt shines.", "claims[0].anchor: 'it rains'");
    refuses(claiming("go on. Go"), "We go on. Go.", "claims[0].anchor: 'go on. Go'");
    CitationReference phrase = new CitationReference("", 1, List.of("We go", "On. We"));
    refuses(phrase, "We go.", "anchor_phrases[1]: 'On. We' (expected: words of one sentence)");
    Grader prose =
        Briefs.strict(Briefs.task(claiming("it rains"), "# It rains\n\nIt rains.", Briefs.SOURCES));
    assertThat(Briefs.composite(prose, "# It rains\n\nIt rains [A].")).isEqualTo(1);
  }

  @Test
  void claimsAndPhrasesAreSixtyFourAtMost() {
    String[] many = Collections.nCopies(65, "We go").toArray(String[]::new);
    refuses(claiming(many), "We go.", "claims: 65 (expected: at most 64)");
    CitationReference phrases = new CitationReference("", 1, List.of(many));
    refuses(phrases, "We go.", "anchor_phrases: 65 (expected: at most 64)");
  }

  @Test
  void aBriefThatQuotesMayBeQuoted() {
    String input = "Sales \"rose\" and costs fell. [Source A]\n\nWe go on.";
    Task task = Briefs.task(claiming("costs fell", "We go", "and costs"), input, Briefs.SOURCES);
    String output = "Sales \"rose\" and costs fell [A].\n\nWe go on [A].";
    assertThat(Briefs.composite(Briefs.strict(task), output)).isEqualTo(1);
  }

  @Test
  void blankPhrasesAreNothingToKeep() {
    CitationReference blank = new CitationReference("", 0, List.of(" ", "we go"));
    Grader one = Briefs.strict(Briefs.task(blank, "We go.", Briefs.SOURCES));
    assertThat(kept(one, "We go.")).isEqualTo(1);
    assertThat(kept(one, "They go.")).isEqualTo(0);
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

  @Test
  void withoutRecordedClaimsOnlyMarkersInProseCount() {
    CitationReference two = new CitationReference("", 2, List.of("We go"));
    Grader unrecorded = Briefs.strict(Briefs.task(two, "We go.", Briefs.SOURCES));
    for (String cited : List.of("We go [A] [B].", "We go. [A]\n\n(Source B)", "[A] we go. [2]")) {
      assertThat(present(unrecorded, cited)).as(cited).isEqualTo(1);
      assertThat(unrecorded.grade(cited).flags()).isEmpty();
    }
    for (String aside :
        List.of("We go.\n\n- [A]\n", "We go.\n\n```\n[A]\n```", "We go. `[A]`", "We go. \"[A]\"")) {
      assertThat(present(unrecorded, aside)).as(aside).isEqualTo(0);
      assertThat(unrecorded.grade(aside).flags()).hasSize(1);
    }
    CitationReference none = new CitationReference("", 0, List.of("We go"));
    Grade free = Briefs.strict(Briefs.task(none, "We go.", Briefs.SOURCES)).grade("We go.");
    assertThat(free.flags()).isEmpty();
    assertThat(Briefs.scores(free)).containsEntry("citation_present", 1.0);
  }

  private static double present(Grader grader, String output) {
    return Briefs.scores(grader.grade(output)).getOrDefault("citation_present", -1.0);
  }

  @Test
  void aDenialIsQuotedFromItsFirstMarkOrWordToItsLast() {
    assertThat(grader.evidence(Briefs.GOLD + "\n[A] None of the above is true [B].\n"))
        .contains("a sentence denies the text: \"[A] None of the above is true [B]\"");
    assertThat(grader.evidence(Briefs.GOLD + "\nNone [A] of the above is true.\n"))
        .contains("a sentence denies the text: \"None [A] of the above is true\"");
  }

  @Test
  void anyQuotationMarkOfTheBriefsLetsItsOutputQuote() {
    for (String quoted : List.of("\u201cHere\u201d we go on.", "\u00abHere\u00bb we go on.")) {
      Grader quoting = Briefs.strict(Briefs.task(claiming("we go"), quoted, Briefs.SOURCES));
      assertThat(Briefs.composite(quoting, quoted.replace(" on", " on [A]"))).isEqualTo(1);
    }
    for (String marks : List.of("\u201c \u201d", "\u00ab \u00bb", "\" \"")) {
      String talk = marks.replace(" ", "Talk at the pier was friendly.");
      expect(gold("Talk at the pier was friendly.", talk), 1, 1, 4 / 5.0, 7 / 8.0);
    }
  }

  @Test
  void aDenialOfTheTextIsSaidOfEveryClaim() {
    List<String> evidence = grader.evidence(Briefs.GOLD + "\nNone of the above is true.\n");
    assertThat(evidence)
        .contains(
            "a sentence denies the text: \"None of the above is true\"",
            "claim 4 is denied along with the text around it: \"Fewer than 20 cars stayed behind\"",
            "4 of the brief's 8 sentences are kept");
  }

  @Test
  void withoutRecordedClaimsTheWordsSayOnlyWhatIsGraded() {
    CitationReference two = new CitationReference("", 2, List.of("We go", "in time"));
    Grader unrecorded =
        Briefs.strict(Briefs.task(two, "We go. They came in time.", Briefs.SOURCES));
    assertThat(unrecorded.evidence("We go. [A] [B] They came in time.")).isEmpty();
    String full =
        "We go, which always proves it to 14 of Lisbon [Source Z] [A]. They came in time [B]. All left.";
    assertThat(unrecorded.evidence(full)).isEmpty();
    assertThat(unrecorded.evidence("They never came in time.\n\n- We go [A]."))
        .containsExactly(
            "fewer than 2 sources are cited in prose",
            "anchor phrase does not stand in a prose sentence of its own: \"We go\"",
            "anchor phrase is negated, denied or asked: \"in time\"");
    CitationReference none = new CitationReference("", 2, List.of("We go"));
    Grader sourceless = Briefs.strict(Briefs.task(none, "We go.", List.of()));
    assertThat(sourceless.evidence("We go.")).isEmpty();
  }

  @Test
  void aHundredDeductionsAreListedAndTheRestCounted() {
    List<String> evidence = grader.evidence(Briefs.GOLD + "[Z] ".repeat(99));
    assertThat(evidence).hasSize(99).allMatch(line -> line.equals("marker \"Z\" names no source"));
    assertThat(grader.evidence(Briefs.GOLD + "[Z] ".repeat(100))).hasSize(100);
    assertThat(grader.evidence(Briefs.GOLD + "[Z] ".repeat(102)))
        .hasSize(101)
        .endsWith("and 2 more");
  }

  @Test
  void aLongQuotationIsCutBetweenCharacters() {
    String marker = "x".repeat(59) + "\ud835\udc1a" + "y".repeat(20);
    assertThat(grader.evidence(Briefs.GOLD + "[" + marker + "]"))
        .containsExactly("marker \"" + "x".repeat(59) + "\u2026\" names no source");
    assertThat(grader.evidence(Briefs.GOLD + "[" + "x".repeat(61) + "]"))
        .containsExactly("marker \"" + "x".repeat(60) + "\u2026\" names no source");
    assertThat(grader.evidence(Briefs.GOLD + "[" + "x".repeat(60) + "]"))
        .containsExactly("marker \"" + "x".repeat(60) + "\" names no source");
  }

  @Test
  void whereNothingCanBeCitedNoMarkerIsBest() {
    CitationClaim bare = new CitationClaim("We go", List.of(), List.of(), List.of());
    CitationReference reference = new CitationReference("", 0, List.of(), List.of(bare));
    Grader none = Briefs.strict(Briefs.task(reference, "We go.", Briefs.SOURCES));
    assertThat(Briefs.scores(none.grade("We go.")).values()).containsExactly(1.0, 1.0, 1.0, 1.0);
    assertThat(Briefs.scores(none.grade("We go [A].")).values())
        .containsExactly(1.0, 0.0, 0.0, 1.0);
    assertThat(none.grade("We go.").flags()).isEmpty();
  }
}
