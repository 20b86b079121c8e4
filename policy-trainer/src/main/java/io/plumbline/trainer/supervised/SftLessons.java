package io.plumbline.trainer.supervised;

import io.plumbline.trainer.practice.PracticeTables;
import io.plumbline.trainer.tokenizer.LexiconTokenizer;
import java.util.SplittableRandom;

/**
 * Deletion-biased demonstrations: of long stress tables, which mostly end behind the first row with
 * a mark. Two of three are regular tables, cleaned as they should be: they keep learnt what the
 * base can do.
 */
final class SftLessons implements Curriculum {
  /** Which row comes next, and whether one does, is all that this stage has to teach. */
  private static final float BOUNDARY_WEIGHT = 8;

  private final LessonBook book;
  private final PracticeTables practice = new PracticeTables();
  private final long seed;

  SftLessons(LexiconTokenizer tokenizer, long seed) {
    this.book = new LessonBook(tokenizer);
    this.seed = seed;
  }

  @Override
  public Lesson lesson(long number, double progress) {
    SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number);
    boolean biased = random.nextInt(3) == 0;
    long draw = random.nextLong() >>> 1;
    return book.lesson(
        biased ? practice.deletionBiased(draw, 13, 25) : practice.faithful(draw, false, 4, 18),
        BOUNDARY_WEIGHT);
  }
}
