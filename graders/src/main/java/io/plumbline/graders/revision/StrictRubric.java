package io.plumbline.graders.revision;

import io.plumbline.graders.DimensionSpec;
import io.plumbline.graders.FlagSpec;
import io.plumbline.graders.Profile;
import io.plumbline.graders.Rubric;
import java.util.List;

/** The strict rubric of {@code doc_revision}; every formula in words. */
final class StrictRubric {
  static final DimensionSpec INSTRUCTION_FOLLOWING =
      new DimensionSpec(
          "instruction_following",
          0.20,
          "kept x own x order x (word limit + (1 - passive)) / 2. The first three: see"
              + " over_editing. Word limit: 1 up to 300"
              + " words, else 1 - (words - 300) / 150, 0 from 450. Passive: share of sentences with"
              + " a form of to be or to get before a participle, in -ed or irregular, that the gold"
              + " has less often in the passive, with at most 4 adverbs or an aside of at most 8"
              + " words between");
  static final DimensionSpec FAITHFULNESS =
      new DimensionSpec(
          "faithfulness",
          0.25,
          "share of the figures, names and negations in both draft and gold that the output has x"
              + " share of the output's that draft or gold have, each as often as they do and"
              + " between two words that it stands between there, or alone in a sentence as there;"
              + " without any in both, kept x that share; 0 with negation_changed");
  static final DimensionSpec OVER_EDITING =
      new DimensionSpec(
          "over_editing",
          0.15,
          "kept x own x order, over pairs of neighbouring words, each as often as it comes. kept:"
              + " share of the pairs in both draft and gold that the output has; own: share of the"
              + " output's pairs that draft or gold have; order: as kept, of the last two words"
              + " of a sentence with the next one's first two");
  static final DimensionSpec QUALITY_DELTA =
      new DimensionSpec(
          "quality_delta",
          0.40,
          "kept x own x repaired / planted faults. A figure is repaired if its sentence has the"
              + " right one beside its neighbour, nowhere lacks it, and the wrong one is nowhere; a"
              + " lead if it begins the first sentence and no other has a third of its pairs; a"
              + " passive if its sentence says agent, verb and object in this order and is nowhere"
              + " passive, whole or as half of its own pairs; a filler if its sentence is there"
              + " without any of its own pairs, a word between them torn out or not, and without"
              + " so many of the filler's words beyond its own as half of those it lacks, and"
              + " two, the sentences"
              + " next to it have none that the draft has there alone, and no other has more than a"
              + " quarter, and two. A sentence is there if a run of words in the output's has 0.8 of"
              + " its words, 0.75 of its pairs (0.8 for a lead) that the draft has too, and half of"
              + " all. Unassessed where no faults are recorded");

  static final FlagSpec PASSIVE_VOICE_DOMINANT =
      new FlagSpec(
          "passive_voice_dominant", 0.3, "passive, as in instruction_following, is over 0.5");
  static final FlagSpec WORD_COUNT_EXCEEDED =
      new FlagSpec("word_count_exceeded", 0.3, "the output has more than 360 words");
  static final FlagSpec EMPTY_OUTPUT = new FlagSpec("empty_output", 0, "the output has no word");
  static final FlagSpec COPIED_UNCHANGED =
      new FlagSpec(
          "copied_unchanged", 0.3, "the output's words are the draft's, and the gold's are not");
  static final FlagSpec NOTHING_REPAIRED =
      new FlagSpec("nothing_repaired", 0.4, "faults are recorded and none is repaired");
  static final FlagSpec NEGATION_CHANGED =
      new FlagSpec(
          "negation_changed",
          0.5,
          "a negation that draft and gold have neither more often nor at either of its neighbours,"
              + " or none between two words that they have one between");
  static final FlagSpec UNSUPPORTED_FACTS =
      new FlagSpec(
          "unsupported_facts",
          0.5,
          "a figure or name that neither draft nor gold has, or that stands between two words that"
              + " they have only others between");
  static final FlagSpec DISGUISED_CHARACTERS =
      new FlagSpec(
          "disguised_characters",
          0.3,
          "a word has a character that neither printed Latin text nor the draft has: one that does"
              + " not show, or looks like another");

  static final Rubric RUBRIC =
      new Rubric(
          Profile.STRICT,
          "strict-3",
          List.of(INSTRUCTION_FOLLOWING, FAITHFULNESS, OVER_EDITING, QUALITY_DELTA),
          List.of(
              PASSIVE_VOICE_DOMINANT,
              WORD_COUNT_EXCEEDED,
              EMPTY_OUTPUT,
              COPIED_UNCHANGED,
              NOTHING_REPAIRED,
              NEGATION_CHANGED,
              UNSUPPORTED_FACTS,
              DISGUISED_CHARACTERS));

  private StrictRubric() {}
}
