package io.plumbline.graders.revision;

import io.plumbline.graders.DimensionSpec;
import io.plumbline.graders.FlagSpec;
import io.plumbline.graders.Profile;
import io.plumbline.graders.Rubric;
import java.util.List;

/** The rubric of {@code doc_revision}; every formula in words. */
final class ReferenceRubric {
  static final DimensionSpec INSTRUCTION_FOLLOWING =
      new DimensionSpec(
          "instruction_following",
          0.30,
          "(word limit + (1 - passive)) / 2, to 3 places. Word limit: 1 up to 300 words, else"
              + " 1 - (words - 300) / 150 to 3 places, 0 from 450. Passive: share of sentences"
              + " with is, are, was, were, be, been or being before a word in -ed, to 3 places");
  static final DimensionSpec FAITHFULNESS =
      new DimensionSpec("faithfulness", 0.30, "unassessed: waits for a judge");
  static final DimensionSpec OVER_EDITING =
      new DimensionSpec(
          "over_editing",
          0.20,
          "output words / max(input words, 1): up to 1.5 is 1, up to 2 is 0.5, more is 0");
  static final DimensionSpec QUALITY_DELTA =
      new DimensionSpec("quality_delta", 0.20, "unassessed: waits for a judge");

  static final FlagSpec PASSIVE_VOICE_DOMINANT =
      new FlagSpec("passive_voice_dominant", 0.3, "the share of passive sentences is over 0.5");
  static final FlagSpec WORD_COUNT_EXCEEDED =
      new FlagSpec("word_count_exceeded", 0.3, "the output has more than 360 words");

  static final Rubric RUBRIC =
      new Rubric(
          Profile.REFERENCE,
          "reference-1",
          List.of(INSTRUCTION_FOLLOWING, FAITHFULNESS, OVER_EDITING, QUALITY_DELTA),
          List.of(PASSIVE_VOICE_DOMINANT, WORD_COUNT_EXCEEDED));

  private ReferenceRubric() {}
}
