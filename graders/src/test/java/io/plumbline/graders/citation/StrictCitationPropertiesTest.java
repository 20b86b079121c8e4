package io.plumbline.graders.citation;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graders.Grade;
import io.plumbline.graders.Grader;
import io.plumbline.graders.tasks.CitationClaim;
import io.plumbline.graders.tasks.CitationReference;
import io.plumbline.graders.tasks.SourceDocument;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskSplit;
import io.plumbline.graders.tasks.citation.CitationSplits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What holds of strict grades whatever the brief: generated tasks and seeded outputs. */
@Tag("once")
class StrictCitationPropertiesTest {
  private static final int TASKS = 300;
  private static final List<TaskSplit> SPLITS = CitationSplits.all("");
  private static final Pattern MARKER = Pattern.compile(" \\[(Source [A-Z])]");

  private interface Check {
    void on(Task task, Grader grader, String gold, Random random);
  }

  private static void forEachTask(Check check) {
    for (int seed = 0; seed < TASKS; seed++) {
      Task task = SPLITS.get(0).task(seed);
      check.on(task, Briefs.strict(task), task.reference().gold(), new Random(seed));
    }
  }

  private static List<CitationClaim> claims(Task task) {
    return ((CitationReference) task.reference()).claims();
  }

  /** The gold with each of its markers kept or left out. */
  private static String withMarkers(String gold, List<Boolean> kept) {
    List<Boolean> rest = new ArrayList<>(kept);
    return MARKER
        .matcher(gold)
        .replaceAll(match -> rest.remove(0) ? match.group().replace("$", "\\$") : "");
  }

  private static List<MatchResult> markers(String gold) {
    return MARKER.matcher(gold).results().toList();
  }

  private static String insert(String text, int at, String words) {
    return text.substring(0, at) + words + text.substring(at);
  }

  @Test
  void theGoldOfEverySplitEarnsOneAndNeedsNoWords() {
    for (TaskSplit split : SPLITS) {
      for (int seed = 0; seed < (split.open() ? 2 * TASKS : 50); seed++) {
        Task task = split.task(seed);
        Grader grader = Briefs.strict(task);
        Grade grade = grader.grade(task.reference().gold());
        assertThat(Briefs.scores(grade).values()).as(task.id()).containsOnly(1.0);
        assertThat(grade.flags()).isEmpty();
        assertThat(grader.evidence(task.reference().gold())).isEmpty();
      }
    }
  }

  @Test
  void theBriefAsItWasEarnsAtMostAFifth() {
    forEachTask(
        (task, grader, gold, random) -> {
          assertThat(Briefs.composite(grader, task.input())).isEqualTo(0.2);
          assertThat(grader.evidence(task.input())).isNotEmpty();
        });
  }

  @Test
  void eachFurtherRightCitationRaisesTheGrade() {
    forEachTask(
        (task, grader, gold, random) -> {
          List<Boolean> kept = new ArrayList<>();
          markers(gold).forEach(match -> kept.add(false));
          List<Integer> order = new ArrayList<>();
          kept.forEach(k -> order.add(order.size()));
          Collections.shuffle(order, random);
          double before = Briefs.composite(grader, withMarkers(gold, kept));
          for (int next : order) {
            kept.set(next, true);
            double after = Briefs.composite(grader, withMarkers(gold, kept));
            assertThat(after).as(task.id()).isGreaterThan(before);
            before = after;
          }
        });
  }

  @Test
  void citingAnotherSourceInsteadLowersTheGradeMoreThanCitingNone() {
    forEachTask(
        (task, grader, gold, random) -> {
          List<MatchResult> markers = markers(gold);
          MatchResult marker = markers.get(random.nextInt(markers.size()));
          CitationClaim claim = claimCited(task, gold, marker);
          for (SourceDocument source : task.sources()) {
            if (!claim.supports().contains(source.name())
                && !claim.halfSupports().contains(source.name())) {
              String swapped =
                  gold.substring(0, marker.start(1))
                      + source.name()
                      + gold.substring(marker.end(1));
              String none = gold.substring(0, marker.start()) + gold.substring(marker.end());
              assertThat(Briefs.composite(grader, swapped))
                  .as(task.id())
                  .isLessThan(Briefs.composite(grader, none))
                  .isLessThan(0.9);
              assertThat(String.join("\n", grader.evidence(swapped)))
                  .contains("cites " + source.name() + ", which");
            }
          }
        });
  }

  private static CitationClaim claimCited(Task task, String gold, MatchResult marker) {
    CitationClaim cited = claims(task).get(0);
    for (CitationClaim claim : claims(task)) {
      String words = claim.anchor().substring(1);
      int at = gold.indexOf(words);
      if (at >= 0 && at < marker.start()) {
        cited = claim;
      }
    }
    return cited;
  }

  @Test
  void aWrongMarkerAnywhereLowersTheGrade() {
    forEachTask(
        (task, grader, gold, random) -> {
          List<Integer> stops = new ArrayList<>();
          for (int at = gold.indexOf('.'); at >= 0; at = gold.indexOf('.', at + 1)) {
            stops.add(at);
          }
          int stop = stops.get(random.nextInt(stops.size()));
          String sentence = gold.substring(gold.lastIndexOf(". ", stop - 1) + 1, stop);
          for (SourceDocument source : task.sources()) {
            boolean right =
                claims(task).stream()
                    .filter(claim -> sentence.contains(claim.anchor().substring(1)))
                    .anyMatch(
                        claim ->
                            claim.supports().contains(source.name())
                                || claim.halfSupports().contains(source.name()));
            if (!right) {
              String more = insert(gold, stop, " [" + source.name() + "]");
              assertThat(Briefs.composite(grader, more)).as(task.id()).isLessThan(1);
              assertThat(grader.evidence(more)).isNotEmpty();
            }
          }
          String unknown = insert(gold, stop, " [Source Z]");
          assertThat(Briefs.composite(grader, unknown)).isLessThan(1);
        });
  }

  @Test
  void aMarkerAddedAnywhereNeverRaisesTheGradeUnlessItIsRight() {
    forEachTask(
        (task, grader, gold, random) -> {
          List<Boolean> kept = new ArrayList<>();
          markers(gold).forEach(match -> kept.add(random.nextBoolean()));
          String some = withMarkers(gold, kept);
          double before = Briefs.composite(grader, some);
          for (int i = 0; i < 10; i++) {
            int space = some.indexOf(' ', random.nextInt(some.length() - 1));
            String name = random.nextBoolean() ? "Source Z" : "Source \u0410";
            if (space > 0) {
              String more = insert(some, space, " [" + name + "]");
              assertThat(Briefs.composite(grader, more)).isLessThanOrEqualTo(before);
            }
          }
        });
  }

  @Test
  void theOrderOfParagraphsAndTheWidthOfLinesChangeNothing() {
    forEachTask(
        (task, grader, gold, random) -> {
          String worse = insert(gold, gold.indexOf('.'), " [Source B]");
          Map<String, Double> scores = Briefs.scores(grader.grade(worse));
          List<String> paragraphs = new ArrayList<>(List.of(worse.strip().split("\n\n", -1)));
          Collections.shuffle(paragraphs, random);
          assertThat(Briefs.scores(grader.grade(String.join("\n\n", paragraphs))))
              .isEqualTo(scores);
          StringBuilder flowed = new StringBuilder();
          for (int i = 0; i < worse.length(); i++) {
            char c = worse.charAt(i);
            String[] blanks = {" ", "\n", "  ", "\t", " \r\n", "\u00a0"};
            flowed.append(c == ' ' ? blanks[random.nextInt(blanks.length)] : String.valueOf(c));
          }
          assertThat(Briefs.scores(grader.grade(flowed.toString())))
              .as("%s", flowed)
              .isEqualTo(scores);
          assertThat(Briefs.scores(grader.grade(worse.replace("\n", "\r\n")))).isEqualTo(scores);
        });
  }

  @Test
  void blanketStrategiesStayFarBelowTheGold() {
    forEachTask(
        (task, grader, gold, random) -> {
          StringBuilder all = new StringBuilder();
          task.sources().forEach(source -> all.append(" [").append(source.name()).append(']'));
          String anchors = "";
          for (CitationClaim claim : claims(task)) {
            anchors += "- " + claim.anchor() + all + "\n";
          }
          String[] outputs = {
            task.input() + all,
            task.input().replace(".", all + "."),
            task.input() + "\n" + anchors,
            anchors,
            anchors.replace("- ", "").replace("\n", ".\n"),
            task.input().replace(".", " [Source A]."),
            "```\n" + gold + "\n```",
            gold.replace("\n\n", "\n\n> "),
            "The following brief is false.\n\n" + gold
          };
          for (String output : outputs) {
            assertThat(Briefs.composite(grader, output))
                .as("%s: %s", task.id(), output)
                .isLessThan(0.35);
          }
          String padded =
              gold.replace(".\n", ". Much has been said of it, and much could be said.\n");
          String listed = task.input() + "\nSources:\n\n- " + all + "\n";
          assertThat(Briefs.composite(grader, padded)).as(task.id()).isLessThan(0.9);
          assertThat(Briefs.composite(grader, listed)).as(task.id()).isLessThanOrEqualTo(0.2);
          StringBuilder only = new StringBuilder();
          for (String sentence : gold.split("(?<=[.])\\s+", -1)) {
            only.append(sentence.contains("[") ? sentence + " " : "");
          }
          assertThat(Briefs.composite(grader, only.toString()))
              .as(task.id())
              .isLessThanOrEqualTo(0.5);
          // Hedging whatever has a marker, or nothing: less than what reading earns.
          assertThat(Briefs.composite(grader, gold.replace(" [", ", it seems [")))
              .as(task.id())
              .isLessThan(0.9);
        });
  }

  @Test
  void anyTextIsGradedWithinBoundsAndExplained() {
    Task task = SPLITS.get(0).task(3);
    Grader grader = Briefs.strict(task);
    List<String> pieces =
        new ArrayList<>(List.of(task.reference().gold().split("(?<=[.] )|(?=\\[)", -1)));
    pieces.addAll(
        List.of(
            "[",
            "]",
            "(",
            ")",
            "[A]",
            "[1, 2]",
            "(Source B)",
            "\"",
            "`",
            "```\n",
            "- ",
            "\n",
            "\n\n",
            " not ",
            " proves ",
            "~~",
            "<!--",
            "-->",
            ".",
            "\0",
            "\ud800",
            "\udc00",
            "\u200b",
            "\ud83d\ude00",
            "No. ",
            "It is false. ",
            "12 Angry Men ",
            "\u202e",
            "# ",
            "\r",
            "1. "));
    Random random = new Random(7);
    for (int i = 0; i < 5_000; i++) {
      StringBuilder output = new StringBuilder();
      for (int piece = random.nextInt(40); piece > 0; piece--) {
        output.append(pieces.get(random.nextInt(pieces.size())));
      }
      Grade grade = grader.grade(output.toString());
      boolean deducted = !grade.flags().isEmpty();
      for (double score : Briefs.scores(grade).values()) {
        assertThat(score).isBetween(0.0, 1.0);
        deducted |= score < 1;
      }
      assertThat(grader.evidence(output.toString()).isEmpty())
          .as("%s %s", output, grader.evidence(output.toString()))
          .isEqualTo(!deducted);
    }
  }

  /** These run for hours where some step is quadratic. */
  @Test
  void hostileMegabytesAreGradedLikeOthers() {
    Task task = SPLITS.get(0).task(3);
    Grader grader = Briefs.strict(task);
    String anchor = claims(task).get(0).anchor();
    String first = anchor.substring(0, anchor.indexOf(' ') + 1);
    for (String unit :
        List.of(
            "[",
            "]",
            "[[A]]",
            "[A]",
            "(source ",
            "(",
            "(1)",
            "\"",
            "`",
            "- ",
            "-",
            "\n",
            "\n- ",
            ".",
            ". ",
            ".)",
            "a.",
            first,
            anchor + " ",
            anchor + ". ",
            "a ",
            "a",
            "~",
            "<!--",
            "not ",
            ", ",
            "\r",
            ":\n",
            "1.",
            "\u0130",
            "\ud83d\ude00",
            "#\n",
            "[A,")) {
      String bulk = unit.repeat(1_000_000 / unit.length());
      for (String output : List.of(bulk, task.reference().gold() + bulk, bulk + task.input())) {
        assertThat(grader.grade(output).dimensions()).hasSize(4);
      }
      assertThat(grader.evidence(bulk)).hasSizeBetween(1, 110);
    }
  }
}
