package io.plumbline.graders.probes;

import io.plumbline.graders.pytext.PyText;
import io.plumbline.graders.tasks.CitationReference;
import io.plumbline.graders.tasks.TableReference;
import io.plumbline.graders.tasks.Task;
import java.util.HashSet;
import java.util.Set;

/**
 * One holistic score as people write it first: what not to do, kept for comparison. It asks whether
 * an output looks like an answer, never whether it is right, so that most exploits earn 1.
 *
 * <p>A quarter each for: the output is not blank; it is between half and twice as long as the gold
 * (as the input where there is none); at least half of the input's distinct words occur in it; it
 * has the right shape. A table's shape: most non-blank lines have a comma. A cited brief's: a
 * bracket opens and one closes. A revision's: it ends as a sentence does.
 */
public final class NaiveBaseline {
  private NaiveBaseline() {}

  /** The score of {@code output}: 0, 0.25, 0.5, 0.75 or 1. */
  public static double score(Task task, String output) {
    String model = task.reference().gold().isBlank() ? task.input() : task.reference().gold();
    int met = output.isBlank() ? 0 : 1;
    met += 2 * output.length() >= model.length() && output.length() <= 2 * model.length() ? 1 : 0;
    met += sharesWords(task.input(), output) ? 1 : 0;
    met += hasShape(task, output) ? 1 : 0;
    return met / 4.0;
  }

  private static boolean sharesWords(String input, String output) {
    Set<String> asked = words(input);
    Set<String> given = words(output);
    long shared = asked.stream().filter(given::contains).count();
    return shared > 0 && 2 * shared >= asked.size();
  }

  /** Runs of word characters, in lower case. */
  private static Set<String> words(String text) {
    Set<String> words = new HashSet<>();
    int start = -1;
    for (int at = 0; at <= text.length(); at++) {
      boolean inside = at < text.length() && PyText.isWord(text.charAt(at));
      if (inside && start < 0) {
        start = at;
      } else if (!inside && start >= 0) {
        words.add(PyText.lower(text.substring(start, at)));
        start = -1;
      }
    }
    return words;
  }

  private static boolean hasShape(Task task, String output) {
    if (task.reference() instanceof TableReference) {
      long lines = output.lines().filter(line -> !line.isBlank()).count();
      long withComma = output.lines().filter(line -> line.indexOf(',') >= 0).count();
      return 2 * withComma > lines;
    }
    if (task.reference() instanceof CitationReference) {
      return output.indexOf('[') >= 0 && output.indexOf(']') >= 0;
    }
    String text = output.stripTrailing();
    return text.endsWith(".") || text.endsWith("!") || text.endsWith("?");
  }
}
