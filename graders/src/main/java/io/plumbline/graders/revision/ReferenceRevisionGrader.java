package io.plumbline.graders.revision;

import static io.plumbline.graders.revision.ReferenceRubric.FAITHFULNESS;
import static io.plumbline.graders.revision.ReferenceRubric.INSTRUCTION_FOLLOWING;
import static io.plumbline.graders.revision.ReferenceRubric.OVER_EDITING;
import static io.plumbline.graders.revision.ReferenceRubric.PASSIVE_VOICE_DOMINANT;
import static io.plumbline.graders.revision.ReferenceRubric.QUALITY_DELTA;
import static io.plumbline.graders.revision.ReferenceRubric.RUBRIC;
import static io.plumbline.graders.revision.ReferenceRubric.WORD_COUNT_EXCEEDED;

import io.plumbline.graders.DimensionGrade;
import io.plumbline.graders.FlagSpec;
import io.plumbline.graders.Grade;
import io.plumbline.graders.Grader;
import io.plumbline.graders.Rounding;
import io.plumbline.graders.pytext.PyText;
import java.util.ArrayList;
import java.util.List;

/** collab-eval's rules for one draft, of which they need no more than the number of words. */
final class ReferenceRevisionGrader implements Grader {
  private static final int WORD_LIMIT = 300;
  private static final int NO_CREDIT_WORDS = 450;
  private static final int FLAGGED_WORDS = 360;
  private static final int QUOTED = 80;
  private static final int QUOTES = 10;

  private static final DimensionGrade UNASSESSED_FAITHFULNESS =
      DimensionGrade.unassessed(FAITHFULNESS);
  private static final DimensionGrade UNASSESSED_QUALITY_DELTA =
      DimensionGrade.unassessed(QUALITY_DELTA);

  private static final List<FlagSpec> NO_FLAGS = List.of();
  private static final List<FlagSpec> PASSIVE = List.of(PASSIVE_VOICE_DOMINANT);
  private static final List<FlagSpec> LONG = List.of(WORD_COUNT_EXCEEDED);
  private static final List<FlagSpec> PASSIVE_AND_LONG =
      List.of(PASSIVE_VOICE_DOMINANT, WORD_COUNT_EXCEEDED);

  private final int inputWords;

  ReferenceRevisionGrader(int inputWords) {
    this.inputWords = inputWords;
  }

  @Override
  public Grade grade(String output) {
    ProseScan scan = new ProseScan(output, 0, output.length());
    double passive = passiveShare(scan);
    double instruction = Rounding.places((wordLimit(scan.words()) + (1 - passive)) / 2, 3);
    boolean mostlyPassive = passive > 0.5;
    boolean tooLong = scan.words() > FLAGGED_WORDS;
    return new Grade(
        List.of(
            DimensionGrade.assessed(INSTRUCTION_FOLLOWING, instruction),
            UNASSESSED_FAITHFULNESS,
            DimensionGrade.assessed(OVER_EDITING, overEditing(scan.words())),
            UNASSESSED_QUALITY_DELTA),
        mostlyPassive ? (tooLong ? PASSIVE_AND_LONG : PASSIVE) : (tooLong ? LONG : NO_FLAGS),
        RUBRIC.version());
  }

  private static double passiveShare(ProseScan scan) {
    if (scan.sentences() == 0) {
      return 0;
    }
    return Rounding.places((double) scan.passiveSentences() / scan.sentences(), 3);
  }

  private static double wordLimit(int words) {
    if (words <= WORD_LIMIT) {
      return 1;
    }
    if (words >= NO_CREDIT_WORDS) {
      return 0;
    }
    return Rounding.places(1 - (words - WORD_LIMIT) / 150.0, 3);
  }

  private double overEditing(int words) {
    double ratio = (double) words / Math.max(inputWords, 1);
    return ratio <= 1.5 ? 1 : ratio <= 2 ? 0.5 : 0;
  }

  @Override
  public List<String> evidence(String output) {
    List<String> evidence = new ArrayList<>();
    int words = PyText.wordCount(output);
    if (words > WORD_LIMIT) {
      evidence.add("instruction_following: " + words + " words (expected: at most 300)");
    }
    int passives = 0;
    for (int from = 0; from < output.length(); ) {
      int to = from;
      while (to < output.length() && !ProseScan.endsSentence(output.charAt(to))) {
        to++;
      }
      if (new ProseScan(output, from, to).passiveSentences() > 0 && ++passives <= QUOTES) {
        evidence.add("instruction_following: passive voice in \"" + quoted(output, from, to) + '"');
      }
      from = to + 1;
    }
    if (passives > QUOTES) {
      evidence.add(
          "instruction_following: passive voice in " + (passives - QUOTES) + " more sentences");
    }
    if (overEditing(words) < 1) {
      evidence.add(
          "over_editing: "
              + words
              + " words from "
              + inputWords
              + " (expected: at most 1.5 times as many)");
    }
    return evidence;
  }

  /** The stripped sentence, cut at {@link #QUOTED} characters or the half pair before. */
  private static String quoted(String text, int from, int to) {
    int start = PyText.stripStart(text, from, to);
    int end = PyText.stripEnd(text, start, to);
    if (end - start <= QUOTED) {
      return text.substring(start, end);
    }
    int cut = start + QUOTED;
    if (Character.isHighSurrogate(text.charAt(cut - 1))) {
      cut--;
    }
    return text.substring(start, cut) + "…";
  }
}
