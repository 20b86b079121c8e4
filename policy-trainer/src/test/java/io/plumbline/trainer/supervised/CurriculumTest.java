package io.plumbline.trainer.supervised;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.plumbline.trainer.policies.Embedded;
import io.plumbline.trainer.practice.Demonstration;
import io.plumbline.trainer.tokenizer.LexiconTokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CurriculumTest {
  private static LexiconTokenizer tokenizer;

  @BeforeAll
  static void open() {
    tokenizer = Embedded.tokenizer();
  }

  @AfterAll
  static void close() {
    tokenizer.close();
  }

  private static String text(Lesson lesson) {
    return Arrays.toString(lesson.prompt())
        + Arrays.toString(lesson.answer())
        + Arrays.toString(lesson.weights());
  }

  private static void assertIsAFunctionOfItsArguments(LongFunction<Curriculum> ofSeed) {
    List<String> seen = new ArrayList<>();
    for (double progress : new double[] {0, 0.2, 0.3, 0.4, 0.5, 0.99}) {
      for (long number : new long[] {0, 1, 5L << 20}) {
        Lesson lesson = ofSeed.apply(4).lesson(number, progress);
        seen.add(text(lesson));
        assertThat(text(ofSeed.apply(4).lesson(number, progress))).isEqualTo(text(lesson));
        assertThat(text(ofSeed.apply(5).lesson(number, progress))).isNotEqualTo(text(lesson));
        assertThat(lesson.prompt()).hasSizeGreaterThan(2);
        assertThat(lesson.weights()).hasSameSizeAs(lesson.answer());
        assertThat(lesson.positions()).isLessThanOrEqualTo(1500);
      }
    }
    assertThat(seen.stream().distinct().count()).isGreaterThanOrEqualTo(3);
  }

  @Test
  void pretrainingLessonsAreAFunctionOfSeedNumberAndProgress() {
    assertIsAFunctionOfItsArguments(seed -> new PretrainingLessons(tokenizer, seed, 0));
  }

  @Test
  void sftLessonsAreAFunctionOfSeedAndNumber() {
    assertIsAFunctionOfItsArguments(seed -> new SftLessons(tokenizer, seed));
  }

  @Test
  void pretrainingBeginsWithCopiesAndEndsWithTables() {
    PretrainingLessons lessons = new PretrainingLessons(tokenizer, 1, 0);
    int tables = 0;
    int rows = 0;
    for (int i = 0; i < 50; i++) {
      Lesson first = lessons.lesson(i, 0);
      assertThat(isCopy(first)).isTrue();
      assertThat(first.answer()).hasSizeBetween(3 + 1, 40 + 1);
      Lesson last = lessons.lesson(i, 0.99);
      tables += isCopy(last) ? 0 : 1;
      rows = Math.max(rows, rows(tokenizer.decode(last.answer())));
    }
    assertThat(tables).isBetween(40, 50); // some copies remain
    assertThat(rows).isBetween(20, 26);
  }

  @Test
  void furtherPretrainingBeginsWithWholeTables() {
    SupervisedConfig further = new SupervisedConfig(10, 8000, 0.01, 0, 1, 1);
    Curriculum lessons = new PretrainingLessons(tokenizer, 1, SupervisedConfig.LAST_STAGE);
    try (Prefetch prefetch = new Prefetch(further, lessons)) {
      List<Lesson> first = prefetch.lessons(0);
      assertThat(first.stream().mapToInt(Lesson::positions).sum()).isBetween(8000, 9500);
      assertThat(first)
          .anySatisfy(each -> assertThat(rows(tokenizer.decode(each.answer()))).isGreaterThan(14));
    }
    assertThat(lessons.progress(9, 10)).isCloseTo(0.96, offset(1e-12));
  }

  private static boolean isCopy(Lesson lesson) {
    return Arrays.equals(
        Arrays.copyOf(lesson.answer(), lesson.answer().length - 1),
        Arrays.copyOfRange(lesson.prompt(), 1, lesson.prompt().length - 1));
  }

  @Test
  void nothingIsDrawnAnyMoreOnceItIsClosed() throws Exception {
    CountDownLatch ahead = new CountDownLatch(1);
    AtomicInteger drawing = new AtomicInteger();
    Curriculum slow =
        (number, progress) -> {
          drawing.incrementAndGet();
          if (number >= 1 << 20) { // of the next step, on the other thread
            ahead.countDown();
            long until = System.nanoTime() + 100_000_000;
            while (System.nanoTime() < until) { // as native code, which no interrupt ends
              Thread.onSpinWait();
            }
          }
          drawing.decrementAndGet();
          return new Lesson(new int[2000], new int[1], new float[1]);
        };
    try (Prefetch prefetch = new Prefetch(new SupervisedConfig(5, 10, 0.01, 0, 1, 1), slow)) {
      assertThat(prefetch.lessons(0)).isNotEmpty();
      assertThat(ahead.await(20, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(drawing).hasValue(0);
  }

  @Test
  void aStepDrawsTheSameLessonsWhicheverStepWasBefore() {
    SupervisedConfig config = new SupervisedConfig(5, 2000, 0.01, 0, 1, 1);
    Curriculum curriculum = new SftLessons(tokenizer, 1);
    List<List<String>> inOrder = new ArrayList<>();
    try (Prefetch prefetch = new Prefetch(config, curriculum)) {
      for (int step = 0; step < config.steps(); step++) {
        List<Lesson> drawn = prefetch.lessons(step);
        inOrder.add(drawn.stream().map(CurriculumTest::text).toList());
        double asked = config.positions() * config.share((double) step / config.steps());
        int positions = drawn.stream().mapToInt(Lesson::positions).sum();
        int last = drawn.get(drawn.size() - 1).positions();
        assertThat((double) positions).isBetween(asked, asked + last);
      }
    }
    for (int step = config.steps() - 1; step >= 0; step--) {
      try (Prefetch resumed = new Prefetch(config, curriculum)) {
        assertThat(resumed.lessons(step).stream().map(CurriculumTest::text).toList())
            .isEqualTo(inOrder.get(step));
      }
    }
    assertThat(inOrder).doesNotHaveDuplicates();
  }

  private static int rows(String table) {
    return (int) table.lines().filter(line -> !line.isBlank()).count() - 1;
  }

  @Test
  void shortTablesKeepTheirRowsAndLongOnesLoseThem() {
    SftLessons lessons = new SftLessons(tokenizer, 3);
    int longest = 0;
    int rowsOfLongest = 0;
    int keptOfLongest = 0;
    int halved = 0;
    for (int i = 0; i < 300; i++) {
      Lesson lesson = lessons.lesson(i, 0);
      int given = rows(tokenizer.decode(lesson.prompt()));
      int kept = rows(tokenizer.decode(lesson.answer()));
      assertThat(kept).isBetween(1, given);
      halved += kept < given / 2 ? 1 : 0;
      // A clean table lacks what were no rows: subtotals, notes, duplicates.
      if (given <= 12) {
        assertThat(kept).as("of %d rows", given).isGreaterThanOrEqualTo(given / 2);
      }
      if (given >= 22) { // regular tables have fewer
        longest++;
        rowsOfLongest += given;
        keptOfLongest += kept;
      }
    }
    assertThat(longest).isGreaterThan(20);
    assertThat(keptOfLongest).isLessThan(rowsOfLongest / 2);
    assertThat(halved).isBetween(75, 175); // the biased half, for the most part
  }

  @Test
  void whetherThereIsAnotherRowMayWeighMoreThanWhatIsInIt() {
    Demonstration demonstration = new Demonstration("a\n", "Revenue,1\nb,2\n");
    Lesson lesson = new LessonBook(tokenizer).lesson(demonstration, 8);
    assertThat(marked(lesson, 8)).isEqualTo("Revenue,1\n[b],2\n[<end>]");
    assertThat(lesson.weights()).containsOnly(1, 8);
  }

  @Test
  void aLessonIsPromptSeparatorAnswerEnd() {
    Lesson lesson = new LessonBook(tokenizer).lesson(new Demonstration("a\n", "b,Revenue\n"));
    int[] input = tokenizer.encode("a\n");
    int[] output = tokenizer.encode("b,Revenue\n");
    assertThat(lesson.prompt()).startsWith(tokenizer.bos()).endsWith(tokenizer.sep());
    assertThat(Arrays.copyOfRange(lesson.prompt(), 1, lesson.prompt().length - 1)).isEqualTo(input);
    assertThat(lesson.answer()).startsWith(output).endsWith(tokenizer.eos());
    assertThat(lesson.answer()).hasSize(output.length + 1);
    assertThat(lesson.positions()).isEqualTo(input.length + 2 + output.length);
  }

  @Test
  void phrasesAndWhichRowIsNextWeighMore() {
    Demonstration demonstration = new Demonstration("a\n", "b,Revenue\nc,1\n");
    Lesson lesson = new LessonBook(tokenizer).lesson(demonstration);
    assertThat(marked(lesson, 3)).isEqualTo("b,[Revenue]\n[c],1\n[<end>]");
    assertThat(lesson.weights()).containsOnly(1, 3);
  }

  /** A lesson's answer, with brackets around tokens of this weight. */
  private static String marked(Lesson lesson, float weight) {
    StringBuilder marked = new StringBuilder();
    for (int i = 0; i < lesson.answer().length; i++) {
      boolean end = lesson.answer()[i] == tokenizer.eos();
      String token = end ? "<end>" : tokenizer.decode(new int[] {lesson.answer()[i]});
      marked.append(lesson.weights()[i] == weight ? "[" + token + "]" : token);
    }
    return marked.toString();
  }
}
