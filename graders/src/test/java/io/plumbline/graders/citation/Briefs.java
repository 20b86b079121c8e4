package io.plumbline.graders.citation;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graders.DimensionGrade;
import io.plumbline.graders.Grade;
import io.plumbline.graders.Grader;
import io.plumbline.graders.Profile;
import io.plumbline.graders.RewardRule;
import io.plumbline.graders.tasks.CitationClaim;
import io.plumbline.graders.tasks.CitationReference;
import io.plumbline.graders.tasks.Difficulty;
import io.plumbline.graders.tasks.SourceDocument;
import io.plumbline.graders.tasks.Task;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A brief small enough to reckon with by hand, and how grades are read. */
final class Briefs {
  static final String INPUT =
      """
      Shorter Queues

      The ferry office tried a booking list in spring. Over these weeks, waiting times fell by about \
      a third, and crews noticed. Talk at the pier was friendly.

      Ticket sales rose by a fifth. The list cost about 40 euros per week.

      Fewer than 20 cars stayed behind. We ask the council to go on.
      """;

  static final String GOLD =
      """
      Shorter Queues

      The ferry office tried a booking list in spring. Over these weeks, waiting times fell by about \
      a third, and crews noticed [Source A]. Talk at the pier was friendly.

      Ticket sales rose by a fifth, on limited evidence [Source B]. The list cost about 40 euros per \
      week [Source C].

      Fewer than 20 cars stayed behind. We ask the council to go on.
      """;

  /** Supported by A, in part by B, by C and in part by E, contradicted by D. */
  static final CitationReference REFERENCE =
      new CitationReference(
          GOLD,
          3,
          List.of("waiting times fell by about a third", "Ticket sales rose by a fifth"),
          List.of(
              claim("waiting times fell by about a third", "A", "", ""),
              claim("Ticket sales rose by a fifth", "", "B", ""),
              claim("The list cost about 40 euros per week", "C", "E", "D"),
              claim("Fewer than 20 cars stayed behind", "", "", "D")));

  static final List<SourceDocument> SOURCES =
      List.of(
          new SourceDocument("Source A", "The mean wait went from 30 to 20 minutes."),
          new SourceDocument("Source B", "In autumn the tills took 120 where it had been 100."),
          new SourceDocument("Source C", "EUR 400 for ten weeks. The ledger proves it."),
          new SourceDocument("Source D", "EUR 900 for ten weeks; 31 vehicles were left."),
          new SourceDocument("Source E", "At Oddmouth, EUR 410 for ten weeks."));

  /**
   * A brief with quotation marks, a question, a negation, an item and two claims in one sentence,
   * where only one source is called by a letter.
   */
  static final Task WEIR =
      task(
          new CitationReference(
              "",
              3,
              List.of(),
              List.of(
                  new CitationClaim(
                      "levels stayed above the mark by a tenth",
                      List.of(),
                      List.of("Ode"),
                      List.of()),
                  claim("Boats passed", "A", "", ""),
                  new CitationClaim("fees grew", List.of("Annex 1"), List.of(), List.of()),
                  claim("object to the paint", "A", "", ""))),
          """
          Levels at the Weir

          In spring, levels stayed above the mark by a tenth, and few “minded” it. Is the «gauge» to \
          blame?

          Boats passed and fees grew. The warden did not object to the paint.

          - Oars and ropes
          """,
          List.of(
              new SourceDocument(
                  "Source A", "Eight boats came by. The warden was asked and agreed."),
              new SourceDocument("Ode", "Of the levels: they stood a tenth too high, in May."),
              new SourceDocument("Annex 1", "The fees of both years.")));

  private static final CitationGround ENVIRONMENT = new CitationGround();

  private Briefs() {}

  static Task task(CitationReference reference, String input, List<SourceDocument> sources) {
    return new Task(
        "citation_ground/t/a",
        "citation_ground",
        "t",
        0,
        Difficulty.EASY,
        "",
        List.of(),
        input,
        sources,
        reference,
        List.of());
  }

  static Grader strict() {
    return strict(task(REFERENCE, INPUT, SOURCES));
  }

  /** The grader of the brief that a case names. */
  static Grader strict(String brief) {
    return strict(brief.equals("weir") ? WEIR : task(REFERENCE, INPUT, SOURCES));
  }

  static Grader strict(Task task) {
    return ENVIRONMENT.grader(task, Profile.STRICT);
  }

  static double composite(Grader grader, String output) {
    return composite(grader.grade(output));
  }

  static double composite(Grade grade) {
    return grade.reward(RewardRule.PESSIMISTIC).orElseThrow();
  }

  static Map<String, Double> scores(Grade grade) {
    Map<String, Double> scores = new LinkedHashMap<>();
    for (DimensionGrade dimension : grade.dimensions()) {
      scores.put(dimension.spec().name(), dimension.value());
    }
    return scores;
  }

  /** The gold with a change that must be possible. */
  static String gold(String from, String to) {
    assertThat(GOLD).contains(from);
    return GOLD.replace(from, to);
  }

  /** Asserts what an output of the small brief earns in each dimension. */
  static void expect(
      String output, double present, double accurate, double faultless, double kept) {
    Grader grader = strict();
    Grade grade = grader.grade(output);
    List<String> evidence = grader.evidence(output);
    Map<String, Double> scores = scores(grade);
    assertThat(List.copyOf(scores.values()))
        .as("%s %s", scores, evidence)
        .usingComparatorForType((a, b) -> Math.abs(a - b) < 1e-9 ? 0 : 1, Double.class)
        .containsExactly(present, accurate, faultless, kept);
  }

  /** Claims that Source A supports. */
  static CitationReference claiming(String... anchors) {
    return new CitationReference(
        "",
        1,
        List.of(),
        Stream.of(anchors)
            .map(anchor -> new CitationClaim(anchor, List.of("Source A"), List.of(), List.of()))
            .toList());
  }

  private static CitationClaim claim(
      String anchor, String supports, String half, String contradicts) {
    return new CitationClaim(anchor, names(supports), names(half), names(contradicts));
  }

  private static List<String> names(String labels) {
    return labels.isEmpty() ? List.of() : List.of("Source " + labels);
  }
}
