package io.plumbline.trainer.supervised;

import io.plumbline.trainer.practice.PracticeTables;
import io.plumbline.trainer.practice.TokenPair;
import io.plumbline.trainer.tokenizer.LexiconTokenizer;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What the base learns from. First to copy a few random tokens, which takes a few hundred steps
 * that tables would take thousands for; then tables, whose rows grow in number as the run goes on,
 * and ever fewer copies.
 */
final class PretrainingLessons implements Curriculum {

  /**
   * A part of the run.
   *
   * @param until which progress it lasts
   * @param copies share of lessons that copy random tokens, in percent
   * @param mostCopied tokens of one
   * @param mostRows of a table
   */
  private record Stage(double until, int copies, int mostCopied, int mostRows) {}

  private static final List<Stage> STAGES =
      List.of(
          new Stage(0.18, 100, 40, 1),
          new Stage(0.22, 50, 120, 2),
          new Stage(0.32, 30, 250, 4),
          new Stage(0.45, 20, 400, 8),
          new Stage(SupervisedConfig.LAST_STAGE, 15, 600, 14),
          new Stage(1.00, 8, 650, 26));

  /** Lessons with more tokens than this are drawn again. */
  private static final int LONGEST = 1500;

  private final LessonBook book;
  private final LexiconTokenizer tokenizer;
  private final PracticeTables practice = new PracticeTables();
  private final long seed;
  private final double begun;

  /**
   * @param begun how much of the course is left out as learnt before, from 0 to below 1
   */
  PretrainingLessons(LexiconTokenizer tokenizer, long seed, double begun) {
    this.book = new LessonBook(tokenizer);
    this.tokenizer = tokenizer;
    this.seed = seed;
    this.begun = begun;
  }

  @Override
  public double progress(int step, int steps) {
    return begun + (1 - begun) * step / steps;
  }

  @Override
  public Lesson lesson(long number, double progress) {
    SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number);
    Stage stage = STAGES.stream().filter(each -> progress < each.until).findFirst().orElseThrow();
    while (true) {
      Lesson lesson = draw(random, stage);
      if (lesson.positions() <= LONGEST) {
        return lesson;
      }
    }
  }

  private Lesson draw(SplittableRandom random, Stage stage) {
    long draw = random.nextLong() >>> 1;
    int first = tokenizer.byteToken(0);
    if (random.nextInt(100) < stage.copies) {
      if (stage.mostRows <= 2 || random.nextBoolean()) {
        int length = random.nextInt(3, stage.mostCopied + 1);
        int[] tokens = random.ints(length, first, tokenizer.size()).toArray();
        return book.lesson(tokens, tokens);
      }
      int lines = random.nextInt(1, stage.mostRows + 1);
      TokenPair pair = practice.randomCopy(draw, tokenizer.size(), first, lines);
      return book.lesson(pair.input(), pair.output());
    }
    // Long tables are what the base is for: half of the last stage's lessons have many rows.
    int least = stage.mostRows > 20 && random.nextBoolean() ? stage.mostRows / 2 : 1;
    return book.lesson(practice.draw(draw, least, stage.mostRows));
  }
}
