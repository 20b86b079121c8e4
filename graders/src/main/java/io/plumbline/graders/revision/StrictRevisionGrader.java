package io.plumbline.graders.revision;

import static io.plumbline.graders.revision.StrictRubric.COPIED_UNCHANGED;
import static io.plumbline.graders.revision.StrictRubric.DISGUISED_CHARACTERS;
import static io.plumbline.graders.revision.StrictRubric.EMPTY_OUTPUT;
import static io.plumbline.graders.revision.StrictRubric.FAITHFULNESS;
import static io.plumbline.graders.revision.StrictRubric.INSTRUCTION_FOLLOWING;
import static io.plumbline.graders.revision.StrictRubric.NEGATION_CHANGED;
import static io.plumbline.graders.revision.StrictRubric.NOTHING_REPAIRED;
import static io.plumbline.graders.revision.StrictRubric.OVER_EDITING;
import static io.plumbline.graders.revision.StrictRubric.PASSIVE_VOICE_DOMINANT;
import static io.plumbline.graders.revision.StrictRubric.QUALITY_DELTA;
import static io.plumbline.graders.revision.StrictRubric.RUBRIC;
import static io.plumbline.graders.revision.StrictRubric.UNSUPPORTED_FACTS;
import static io.plumbline.graders.revision.StrictRubric.WORD_COUNT_EXCEEDED;

import io.plumbline.graders.DimensionGrade;
import io.plumbline.graders.FlagSpec;
import io.plumbline.graders.Grade;
import io.plumbline.graders.Grader;
import io.plumbline.graders.pytext.PyText;
import io.plumbline.graders.tasks.RevisionReference;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Grades by what was planted and what has to stay; see {@link DocRevision} for the formulas. */
final class StrictRevisionGrader implements Grader {
  static final int WORD_LIMIT = 300;
  private static final int NO_CREDIT_WORDS = 450;
  private static final int FLAGGED_WORDS = 360;

  private static final List<FlagSpec> FLAGS = RUBRIC.flags();

  /** Every set of flags, so that raising some allocates nothing. */
  private static final List<List<FlagSpec>> SETS =
      IntStream.range(0, 1 << FLAGS.size()).mapToObj(StrictRevisionGrader::flags).toList();

  private final DraftIndex index;

  /** A pass that no thread has in hand: its counts are most of what a grade would allocate. */
  private final AtomicReference<@Nullable DraftPass> idle = new AtomicReference<>();

  StrictRevisionGrader(String draft, RevisionReference reference) {
    index = new DraftIndex(draft, reference);
  }

  @Override
  public Grade grade(String output) {
    DraftPass idlePass = idle.getAndSet(null);
    DraftPass pass = (idlePass == null ? new DraftPass(index) : idlePass).run(output);
    Grade grade = grade(pass, PyText.wordCount(output));
    idle.set(pass);
    return grade;
  }

  private Grade grade(DraftPass pass, int words) {
    double exact = pass.kept() * pass.own();
    double over = exact * pass.order();
    double instruction = over * (wordLimit(words) + (1 - pass.passiveShare())) / 2;
    int planted = index.watches().all().size();
    int repaired = pass.repaired();
    return new Grade(
        List.of(
            DimensionGrade.assessed(INSTRUCTION_FOLLOWING, instruction),
            DimensionGrade.assessed(FAITHFULNESS, pass.faithfulness()),
            DimensionGrade.assessed(OVER_EDITING, over),
            planted == 0
                ? DimensionGrade.unassessed(QUALITY_DELTA)
                : DimensionGrade.assessed(QUALITY_DELTA, exact * repaired / planted)),
        flags(pass, words, planted > 0 && repaired == 0),
        RUBRIC.version());
  }

  private static double wordLimit(int words) {
    double over = (double) (words - WORD_LIMIT) / (NO_CREDIT_WORDS - WORD_LIMIT);
    return 1 - Math.min(1, Math.max(0, over));
  }

  private static List<FlagSpec> flags(DraftPass pass, int words, boolean nothingRepaired) {
    return SETS.get(
        set(PASSIVE_VOICE_DOMINANT, pass.passiveShare() > 0.5)
            | set(WORD_COUNT_EXCEEDED, words > FLAGGED_WORDS)
            | set(EMPTY_OUTPUT, pass.words() == 0)
            | set(COPIED_UNCHANGED, pass.isCopy())
            | set(NOTHING_REPAIRED, nothingRepaired)
            | set(NEGATION_CHANGED, pass.facts().isNegationChanged())
            | set(UNSUPPORTED_FACTS, pass.facts().isUnsupported())
            | set(DISGUISED_CHARACTERS, pass.foreignWords() > 0));
  }

  /** The set of this flag if it is raised, else of none: a bit for each of the rubric's. */
  private static int set(FlagSpec flag, boolean raised) {
    return raised ? 1 << FLAGS.indexOf(flag) : 0;
  }

  private static List<FlagSpec> flags(int set) {
    return FLAGS.stream().filter(flag -> (set & set(flag, true)) != 0).toList();
  }

  @Override
  public List<String> evidence(String output) {
    return new DraftEvidence(index, output, grade(output).flags()).collect();
  }
}
