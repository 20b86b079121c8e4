package io.plumbline.graders.citation;

import static io.plumbline.graders.citation.Briefs.claiming;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.plumbline.graders.DimensionStatus;
import io.plumbline.graders.Grade;
import io.plumbline.graders.Grader;
import io.plumbline.graders.tasks.CitationClaim;
import io.plumbline.graders.tasks.CitationReference;
import io.plumbline.graders.tasks.SourceDocument;
import io.plumbline.graders.tasks.Task;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tasks without recorded claims, and references that do not fit their task. */
class StrictCitationTasksTest {
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

  @Test
  void anchorsThatTheInputLacksMayBeAsManyAsThereIsRoomFor() {
    List<String> phrases = IntStream.range(0, 64).mapToObj(i -> "word" + i).toList();
    CitationReference reference = new CitationReference("", 0, phrases);
    Grader unrecorded = Briefs.strict(Briefs.task(reference, "We go.", List.of()));
    String output = phrases.stream().map(word -> word + " stands.").collect(joining(" "));
    assertThat(kept(unrecorded, output)).isEqualTo(1);
  }

  @Test
  void blankPhrasesAreNothingToKeep() {
    CitationReference blank = new CitationReference("", 0, List.of(" ", "we go"));
    Grader one = Briefs.strict(Briefs.task(blank, "We go.", Briefs.SOURCES));
    assertThat(kept(one, "We go.")).isEqualTo(1);
    assertThat(kept(one, "They go.")).isEqualTo(0);
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

  @Test
  void withoutRecordedClaimsMarkersCountInAnySentence() {
    CitationReference two = new CitationReference("", 2, List.of("We go"));
    Grader unrecorded =
        Briefs.strict(Briefs.task(two, "We go. They came in time.", Briefs.SOURCES));
    String apart = "We go. They came [A] in time [B].";
    assertThat(present(unrecorded, apart)).isEqualTo(1);
    assertThat(unrecorded.evidence(apart)).isEmpty();
    String strange = "We go, says Zebulon the fool. They came late [A] [B].";
    assertThat(present(unrecorded, strange)).isEqualTo(1);
    assertThat(unrecorded.evidence(strange)).isEmpty();
    assertThat(unrecorded.evidence("We go ashore for fools. They came in time [A] [B].")).isEmpty();
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

  private static void refuses(CitationReference reference, String input, String message) {
    Task task = Briefs.task(reference, input, Briefs.SOURCES);
    assertThatThrownBy(() -> Briefs.strict(task))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  private static double kept(Grader grader, String output) {
    return Briefs.scores(grader.grade(output)).getOrDefault("argument_preservation", -1.0);
  }

  private static double present(Grader grader, String output) {
    return Briefs.scores(grader.grade(output)).getOrDefault("citation_present", -1.0);
  }
}
