package io.plumbline.graders.citation;

import static io.plumbline.graders.citation.Briefs.expect;
import static io.plumbline.graders.citation.Briefs.gold;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graders.Grader;
import io.plumbline.graders.tasks.CitationClaim;
import io.plumbline.graders.tasks.CitationReference;
import io.plumbline.graders.tasks.SourceDocument;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a marker may look like, where it may stand, and what it costs if it is wrong. */
class StrictCitationMarkersTest {
  private final Grader grader = Briefs.strict();

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
  void aNumberInParenthesesIsAPlaceWhateverTheSourcesAreCalled() {
    List<SourceDocument> sources =
        List.of(new SourceDocument("Source 2", "Yes."), new SourceDocument("Source 1", "No."));
    CitationClaim claim = new CitationClaim("We go", List.of("Source 2"), List.of(), List.of());
    CitationReference reference = new CitationReference("", 1, List.of(), List.of(claim));
    Grader numbered = Briefs.strict(Briefs.task(reference, "We go.", sources));
    for (String right : List.of("[2]", "(1)", "(Source 2)", "[Source 2]")) {
      assertThat(Briefs.composite(numbered, "We go " + right + ".")).as(right).isEqualTo(1);
    }
    for (String wrong : List.of("(2)", "[1]", "(Source 1)")) {
      assertThat(Briefs.composite(numbered, "We go " + wrong + ".")).as(wrong).isEqualTo(0.15);
    }
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
    Grader sourceless = Briefs.strict(Briefs.task(reference, "We go.", List.of()));
    assertThat(sourceless.grade("We go.").assessedWeight()).isEqualTo(1);
  }

  @Test
  void nothingButDigitsIsAPlace() {
    List<SourceDocument> sources =
        IntStream.range(0, 12)
            .mapToObj(i -> new SourceDocument("Source " + (char) ('A' + i), "Yes."))
            .toList();
    List<String> names = sources.stream().map(SourceDocument::name).toList();
    CitationClaim claim = new CitationClaim("We go", names, List.of(), List.of());
    CitationReference reference = new CitationReference("", 1, List.of(), List.of(claim));
    Grader dozen = Briefs.strict(Briefs.task(reference, "We go.", sources));
    for (String place : List.of("[9]", "[09]", "(12)")) {
      assertThat(Briefs.composite(dozen, "We go " + place + ".")).as(place).isEqualTo(1);
    }
    for (String none : List.of("[1/]", "[:]", "[0]", "[00]", "[13]", "[009]")) {
      assertThat(Briefs.composite(dozen, "We go " + none + ".")).as(none).isEqualTo(0.15);
    }
  }

  @Test
  void aNameMayGoOnBehindWhatClosesAMarker() {
    List<SourceDocument> sources = List.of(new SourceDocument("Source A)x", "Yes."));
    CitationClaim claim = new CitationClaim("We go", List.of("Source A)x"), List.of(), List.of());
    CitationReference reference = new CitationReference("", 1, List.of(), List.of(claim));
    Grader odd = Briefs.strict(Briefs.task(reference, "We go.", sources));
    assertThat(Briefs.composite(odd, "We go (Source A)")).isEqualTo(0.15);
    assertThat(Briefs.composite(odd, "We go [Source A)x]")).isEqualTo(1);
  }
}
