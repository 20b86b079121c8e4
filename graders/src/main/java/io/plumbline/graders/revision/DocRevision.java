package io.plumbline.graders.revision;

import io.plumbline.graders.Environment;
import io.plumbline.graders.Grader;
import io.plumbline.graders.Profile;
import io.plumbline.graders.Rubric;
import io.plumbline.graders.pytext.PyText;
import io.plumbline.graders.tasks.RevisionReference;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.graders.tasks.TaskSplit;
import java.util.List;

/**
 * {@code doc_revision}: a draft in, its revision out.
 *
 * <p>Profile {@code reference} grades as collab-eval does:
 *
 * <ul>
 *   <li>{@code instruction_following} (0.30) = {@code (wordLimit + (1 - passive)) / 2}, rounded to
 *       3 places. {@code wordLimit} is 1 up to 300 words, then {@code 1 - (words - 300) / 150} to 3
 *       places, 0 from 450 words. {@code passive} is the share of sentences, to 3 places, in which
 *       a form of "to be" stands before a word that ends in "ed"; 0 without sentences.
 *   <li>{@code over_editing} (0.20): output words over max(input words, 1): 1 up to 1.5, 0.5 up to
 *       2, else 0.
 *   <li>{@code faithfulness} (0.30) and {@code quality_delta} (0.20): unassessed.
 *   <li>Flags, cap 0.3 each: {@code passive_voice_dominant} ({@code passive} over 0.5), {@code
 *       word_count_exceeded} (over 360 words).
 * </ul>
 *
 * <p>Words are runs of anything but white space; sentences are what stands between runs of {@code
 * .!?} and is not blank. Rules: collab-eval, as {@code DESIGN.md} 3.2 restates them.
 *
 * <p>Profile {@code strict} compares with draft, gold and the faults that were planted. Its weights
 * are not {@code reference}'s: a copy of the draft leaves nothing out and makes nothing up, so what
 * it lacks, the repairs, has to weigh most. What leaving out would mend counts for what is kept. A
 * sentence ends at {@code .!?} before white space, at a blank line or before a list item. A pair is
 * two neighbouring words, figures by their value, with the sentence's end between them or not;
 * pairs and facts count as often as they come. Capitals count in names alone. Nothing is rounded.
 *
 * <ul>
 *   <li>{@code instruction_following} (0.20) = {@code kept · own · order · (wordLimit + (1 -
 *       passive)) / 2}. {@code kept} is the share of the pairs in both draft and gold that the
 *       output has; {@code wordLimit} as above, unrounded; {@code passive} the share of sentences
 *       with a form of "to be" or "to get" before a participle, irregular ones included, with at
 *       most 4 adverbs or an aside of at most 8 words between. A participle that the gold has in
 *       the passive voice is free, as often as there: where nobody is said to act, the passive has
 *       to stay.
 *   <li>{@code faithfulness} (0.25) = {@code kept facts / facts of both draft and gold · supported
 *       / output's facts}; without any of both, {@code kept} for the first. Facts are figures
 *       (digits, number words up to 99 but "one", percentages, times), names (capitals amid a
 *       sentence, words with digits or of capitals alone, a sentence's first word before such a one
 *       if it never comes with a small letter) and negations ("not", "nobody", "wrong", words in
 *       "n't"; any for any). One is kept or supported, as often as both or either have it, only
 *       where each pair that it makes within its sentence is one of draft or gold: who took another
 *       one's place is not; alone in its sentence, where one of them has it so. A foreign character
 *       in a word makes it an unsupported fact. With {@code negation_changed} it is 0: a text that
 *       takes back what it says states nothing.
 *   <li>{@code over_editing} (0.15) = {@code kept · own · order}; {@code own} is the share of the
 *       output's pairs that draft or gold have, {@code order} is {@code kept} of the junctions of
 *       sentences: the last two words of one, the first two of the next.
 *   <li>{@code quality_delta} (0.40) = {@code kept · own · repaired / planted}. A sentence of the
 *       gold is there if one of the output's has, in a run, 0.8 of the words and 0.75 of the pairs
 *       (0.8 for a lead) that it shares with the draft's form of it, and half of all its pairs. A
 *       run goes on for at most 5 places without any of these, and for half as many more words as
 *       the sentence has and 4. A figure is repaired if its sentence is there with the right figure
 *       beside its neighbour, nowhere without (unless another sentence of the gold is as like it),
 *       and the wrong one is nowhere; a lead if it, once only, begins, the first of its shared
 *       words and pairs behind no more words than the gold's heading has and 12, and within twice
 *       its words and 4, the first sentence that ends in {@code .!?}, and none, nor the rest of
 *       that one, has a third of its pairs (and more than others of the gold have); a passive if
 *       its sentence is there with agent, verb and object in this order, nowhere without (unless,
 *       as above), nowhere in the passive, and no sentence has the participle behind the object
 *       (unless the gold has), or half of the pairs of the draft's form that the gold lacks and the
 *       draft has once; a filler if its sentence is there without any of its pairs (those of the
 *       draft's form, and of its words with the next but one, that the gold lacks) and without so
 *       many of the filler's words that it lacks itself, or content words once more than it has
 *       them, as half of those that it lacks, if these are two or more, none next to it has one
 *       that the draft has there alone, and no other has more than a quarter as many as the draft's
 *       form, and two. Unassessed where no faults are recorded.
 *   <li>Flags: {@code passive_voice_dominant} ({@code passive} over 0.5; cap 0.3), {@code
 *       word_count_exceeded} (over 360 words; 0.3), {@code empty_output} (no word; 0), {@code
 *       copied_unchanged} (the draft's words in its order; 0.3), {@code nothing_repaired} (0.4),
 *       {@code negation_changed} (more negations than draft or gold have, one that makes no pair
 *       that they have, or none between two words that they have one between; 0.5), {@code
 *       unsupported_facts} (a figure or name that neither has, or a run of them between two words
 *       that have only other runs between them there; 0.5), {@code disguised_characters} (a foreign
 *       character in a word: none of ASCII, printed Latin text, draft and gold; 0.3).
 * </ul>
 */
public final class DocRevision implements Environment {

  /** Words of collab-eval's draft: the input of a task that names none. */
  public static final int DEFAULT_INPUT_WORDS = 206;

  @Override
  public String name() {
    return "doc_revision";
  }

  @Override
  public String description() {
    return "Revise a draft: active voice, at most 300 words, nothing lost and nothing made up."
        + " The action is the revised text.";
  }

  @Override
  public List<Rubric> rubrics() {
    return List.of(ReferenceRubric.RUBRIC, StrictRubric.RUBRIC);
  }

  @Override
  public List<TaskSplit> splits(String heldOutSalt) {
    return TaskCatalogue.bundled(heldOutSalt).splits(name());
  }

  @Override
  public Grader grader(Task task, Profile profile) {
    if (!(task.reference() instanceof RevisionReference reference)) {
      throw new IllegalArgumentException(
          "environment: " + task.environment() + " (expected: doc_revision)");
    }
    return switch (profile) {
      case REFERENCE -> new ReferenceRevisionGrader(PyText.wordCount(task.input()));
      case STRICT -> new StrictRevisionGrader(task.input(), reference);
    };
  }
}
