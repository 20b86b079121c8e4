package io.plumbline.graders.citation;

import static io.plumbline.graders.citation.Briefs.gold;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graders.Grader;
import io.plumbline.graders.tasks.CitationReference;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said of each deduction. */
class StrictCitationEvidenceTest {
  private final Grader grader = Briefs.strict();

  @Test
  void aMarkerWithoutAClaimIsSaidToStandOutsideASentenceOrInOne() {
    assertThat(grader.evidence(Briefs.GOLD + "\n[Source A]\n"))
        .containsExactly("marker \"Source A\" stands outside a sentence");
    assertThat(grader.evidence(gold("friendly.", "friendly [Source A].")))
        .containsExactly("marker \"Source A\" stands in a sentence without a claim of its own");
  }

  @Test
  void aDenialIsQuotedFromItsFirstMarkOrWordToItsLast() {
    assertThat(grader.evidence(Briefs.GOLD + "\n[A] None of the above is true [B].\n"))
        .contains("a sentence denies the text: \"[A] None of the above is true [B]\"");
    assertThat(grader.evidence(Briefs.GOLD + "\nNone [A] of the above is true.\n"))
        .contains("a sentence denies the text: \"None [A] of the above is true\"");
    assertThat(grader.evidence(Briefs.GOLD + "\n[A] [B] None of the above is true.\n"))
        .contains("a sentence denies the text: \"[A] [B] None of the above is true\"");
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
}
