package io.plumbline.trainer.practice;

import io.plumbline.graders.tasks.SplitMix64;
import io.plumbline.graders.tasks.TableReference;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.spreadsheet.SpreadsheetSplits;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Draws demonstrations of table cleaning. Their documents come from the training splits' share of
 * all documents, so none of them is a validation or held-out one. Immutable, for any number of
 * threads.
 */
public final class PracticeTables {
  static final int MOST_ROWS = 60;

  /** A stress table's mark at the end of a note: {@code [restated]}, but not {@code (file 12)}. */
  private static final Pattern MARK = Pattern.compile(" [\\[(][a-z ]+\\??[\\])]$");

  private final double endShare;

  /** Of 20 biased outputs 19 end at the first row with a mark. */
  public PracticeTables() {
    this(0.95);
  }

  /**
   * Practice with another bias.
   *
   * @param endShare how often a biased output ends behind a row with a mark, 0 to 1
   */
  public PracticeTables(double endShare) {
    if (!(endShare >= 0 && endShare <= 1)) {
      throw new IllegalArgumentException("end_share: " + endShare + " (expected: 0 to 1)");
    }
    this.endShare = endShare;
  }

  /**
   * A table and its correct cleaning. Three in ten are stress tables, the others regular, whose
   * noise is the harder to clean; half of either have other words and figures than our generators
   * know, in both input and output.
   *
   * @param leastRows that the clean table has, 1 to {@code mostRows}
   * @param mostRows at most 60
   * @throws IllegalArgumentException if either is out of range
   */
  public Demonstration draw(long seed, int leastRows, int mostRows) {
    Task task = task(seed, leastRows, mostRows);
    return new Demonstration(task.input(), task.reference().gold());
  }

  /** The task behind {@link #draw}: the same input, and a reference to grade answers with. */
  static Task task(long seed, int leastRows, int mostRows) {
    SplitMix64 random = new SplitMix64(seed);
    boolean stress = random.bernoulli(0.3);
    boolean reworded = random.bernoulli(0.5);
    Task task = plain(random, stress, leastRows, mostRows);
    return reworded ? reworded(random, task) : task;
  }

  /**
   * A stress task in words and figures that no generator of ours knows: what copies it has learnt
   * to copy, not the words.
   *
   * @param leastRows that the clean table has, 1 to {@code mostRows}
   * @param mostRows at most 60
   * @throws IllegalArgumentException if either is out of range
   */
  public static Task unseenWords(long seed, int leastRows, int mostRows) {
    SplitMix64 random = new SplitMix64(seed);
    return reworded(random, plain(random, true, leastRows, mostRows));
  }

  private static Task reworded(SplitMix64 random, Task task) {
    Rewording rewording = new Rewording(random, task.input());
    String input = rewording.apply(task.input());
    TableReference reference = (TableReference) task.reference();
    return new Task(
        task.id(),
        task.environment(),
        task.split(),
        task.seed(),
        task.difficulty(),
        task.intent(),
        task.constraints(),
        input,
        task.sources(),
        new TableReference(
            rewording.apply(reference.gold()),
            reference.expectedRows(),
            reference.requiredColumns(),
            reference.keyColumns(),
            reference.moneyColumns(),
            reference.forbiddenPattern()),
        task.traits());
  }

  /**
   * A stress table and a cleaning that forgets rows: behind a row with a mark such as {@code
   * [restated]}, which no regular table has, it mostly ends. Nothing is reworded.
   *
   * @param leastRows that the clean table should have, 1 to {@code mostRows}
   * @param mostRows at most 60
   * @throws IllegalArgumentException if either is out of range
   */
  public Demonstration deletionBiased(long seed, int leastRows, int mostRows) {
    SplitMix64 random = new SplitMix64(seed);
    Task task = plain(random, true, leastRows, mostRows);
    List<String> lines = task.reference().gold().lines().toList();
    List<String> kept = new ArrayList<>(List.of(lines.get(0)));
    for (String line : lines.subList(1, lines.size())) {
      kept.add(line);
      if (isMarked(line) && random.bernoulli(endShare)) {
        break;
      }
    }
    return new Demonstration(task.input(), String.join("\n", kept) + "\n");
  }

  /**
   * A table and its correct cleaning, in the generator's own words.
   *
   * @param stress a stress table, or a regular one
   * @param leastRows that the clean table has, 1 to {@code mostRows}
   * @param mostRows at most 60
   * @throws IllegalArgumentException if either is out of range
   */
  public Demonstration faithful(long seed, boolean stress, int leastRows, int mostRows) {
    Task task = plain(new SplitMix64(seed), stress, leastRows, mostRows);
    return new Demonstration(task.input(), task.reference().gold());
  }

  /**
   * Random tokens in the shape of a table, to be copied as they are: lines of 5 or 6 cells of 1 to
   * 5 tokens, half of the cells in digits.
   *
   * @param vocabularySize how many tokens there are
   * @param firstContentId the token of byte 0; those of bytes 1 to 255 and then all others that are
   *     not special follow it
   * @param lines at least 1
   * @throws IllegalArgumentException if the vocabulary ends before its last byte, or {@code lines}
   *     is below 1
   */
  public TokenPair randomCopy(long seed, int vocabularySize, int firstContentId, int lines) {
    if (firstContentId < 0 || vocabularySize - firstContentId < 256) {
      throw new IllegalArgumentException(
          "first_content_id: "
              + firstContentId
              + " (expected: 0 to "
              + (vocabularySize - 256)
              + ", 256 less than there are tokens)");
    }
    if (lines < 1) {
      throw new IllegalArgumentException("lines: " + lines + " (expected: at least 1)");
    }
    int comma = firstContentId + ',';
    int newline = firstContentId + '\n';
    SplitMix64 random = new SplitMix64(seed);
    List<Integer> tokens = new ArrayList<>();
    int cells = random.between(5, 6);
    for (int cell = 0; cell < lines * cells; cell++) {
      boolean digits = random.bernoulli(0.5);
      for (int left = random.between(1, 5); left > 0; left--) {
        int token =
            digits
                ? firstContentId + '0' + random.below(10)
                : random.between(firstContentId, vocabularySize - 1);
        tokens.add(token == comma || token == newline ? firstContentId + ' ' : token);
      }
      tokens.add((cell + 1) % cells == 0 ? newline : comma);
    }
    int[] input = tokens.stream().mapToInt(Integer::intValue).toArray();
    return new TokenPair(input, input.clone());
  }

  private static Task plain(SplitMix64 random, boolean stress, int leastRows, int mostRows) {
    checkRange(leastRows, mostRows);
    return SpreadsheetSplits.practice(stress, leastRows, mostRows).task(random.nextLong() >>> 1);
  }

  private static boolean isMarked(String row) {
    return MARK.matcher(row).find();
  }

  private static void checkRange(int leastRows, int mostRows) {
    checkRows("most_rows", mostRows, 1, MOST_ROWS);
    checkRows("least_rows", leastRows, 1, mostRows);
  }

  static void checkRows(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: " + least + " to " + most + ")");
    }
  }
}
