package io.plumbline.graders.tasks.revision;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graders.tasks.PlantedFault;
import io.plumbline.graders.tasks.SplitMix64;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * No simple cue gives a fault away. A cue is a yes-or-no question about a sentence or a figure: has
 * it this word, is it longer than this, does it stand behind that. It is worth its balanced
 * accuracy, the mean of the shares of faulty and of faultless ones that it tells rightly: 0.5 is
 * chance, 1 gives every fault away.
 */
@Tag("once")
class RevisionCuesTest {
  private static final int DRAFTS = 6_000;
  private static final Pattern FIGURE = Pattern.compile("[0-9][0-9,:]*[0-9]|[0-9]");

  private static final Pattern PASSIVE_BY = Pattern.compile("\\b(was|were|been) .*\\bby\\b");

  /** How often each cue says yes, of the faulty and of the others. */
  private static final class Cues {
    private final Map<String, int[]> yes = new HashMap<>();
    private final int[] all = new int[2];

    void add(Set<String> cues, boolean faulty) {
      int side = faulty ? 1 : 0;
      all[side]++;
      cues.forEach(cue -> yes.computeIfAbsent(cue, c -> new int[2])[side]++);
    }

    /** Balanced accuracy of the cue, or of its opposite where that is better. */
    double worth(String cue) {
      int[] counts = yes.getOrDefault(cue, new int[2]);
      return (1 + Math.abs((double) counts[1] / all[1] - (double) counts[0] / all[0])) / 2;
    }

    /** The best cue, and its worth. */
    Map.Entry<String, Double> best() {
      return yes.keySet().stream()
          .map(cue -> Map.entry(cue, worth(cue)))
          .max(Map.Entry.comparingByValue())
          .orElseThrow();
    }

    /** Fails if the best cue is worth more; and if it is worth much less, as bounds are close. */
    void assertNoneIsWorthMoreThan(double bound) {
      Map.Entry<String, Double> best = best();
      assertThat(best.getValue()).as(best.getKey()).isBetween(bound - 0.07, bound);
    }
  }

  private static Set<String> cues(String sentence, int at, int of) {
    Set<String> cues = new HashSet<>();
    String[] words = sentence.split(" ", -1);
    for (String word : words) {
      String plain = word.replaceAll("[^A-Za-z-]", "").toLowerCase(Locale.ROOT);
      cues.add(plain.isEmpty() ? "a figure" : "word " + plain);
    }
    if (PASSIVE_BY.matcher(sentence).find()) {
      cues.add("was, later by");
    }
    for (int length = 4; length < 30; length += 2) {
      if (words.length > length) {
        cues.add("more than " + length + " words");
      }
    }
    for (int tenth = 1; tenth < 10; tenth++) {
      if (at * 10 >= of * tenth) {
        cues.add("behind " + tenth + " tenths");
      }
    }
    return cues;
  }

  private interface Asker {
    void ask(Draft draft, List<String> sentences);
  }

  private static void forEachDraft(Asker asker) {
    for (long seed = 0; seed < DRAFTS; seed++) {
      Draft draft = Draft.draw(new SplitMix64(seed));
      asker.ask(draft, RevisionVarietyTest.sentences(draft.input()));
    }
  }

  private static <T extends PlantedFault> List<T> faults(Draft draft, Class<T> kind) {
    return draft.faults().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private static Cues sentencesWith(Class<? extends PlantedFault> kind) {
    Cues cues = new Cues();
    forEachDraft(
        (draft, sentences) -> {
          List<String> faulty = new ArrayList<>();
          for (PlantedFault fault : faults(draft, kind)) {
            faulty.add(
                fault instanceof PlantedFault.Filler filler
                        && filler.planted().endsWith(" " + filler.repaired())
                        && filler.filler().endsWith(".")
                    ? filler.filler()
                    : fault.planted());
          }
          for (int i = 0; !faulty.isEmpty() && i < sentences.size(); i++) {
            if (isCandidate(sentences.get(i), i, kind)) {
              cues.add(
                  cues(sentences.get(i), i, sentences.size()),
                  faulty.contains(sentences.get(i) + "."));
            }
          }
        });
    return cues;
  }

  /** A buried lead is not the first sentence, and a wrong figure stands where there is one. */
  private static boolean isCandidate(String sentence, int at, Class<? extends PlantedFault> kind) {
    if (kind == PlantedFault.Figure.class) {
      return FIGURE.matcher(sentence).results().map(MatchResult::group).anyMatch(f -> isCounted(f));
    }
    return at > 0 || kind != PlantedFault.Lead.class;
  }

  @Test
  void noCueGivesTheWrongFigureAway() {
    Cues cues = new Cues();
    forEachDraft(
        (draft, sentences) -> {
          List<String> wrong =
              faults(draft, PlantedFault.Figure.class).stream()
                  .map(PlantedFault.Figure::wrong)
                  .toList();
          for (int i = 0; !wrong.isEmpty() && i < sentences.size(); i++) {
            String sentence = sentences.get(i);
            for (MatchResult figure : FIGURE.matcher(sentence).results().toList()) {
              String text = figure.group();
              if (isCounted(text)) {
                Set<String> all = cues(sentence, i, sentences.size());
                all.add("first digit " + text.charAt(0));
                all.add("last digit " + text.charAt(text.length() - 1));
                all.add(text.length() + " characters");
                cues.add(all, wrong.contains(text));
              }
            }
          }
        });
    cues.assertNoneIsWorthMoreThan(0.57);
  }

  /** Not a time, a day or a year. */
  private static boolean isCounted(String text) {
    if (text.indexOf(':') >= 0) {
      return false;
    }
    int value = Integer.parseInt(text.replace(",", ""));
    return value > 30 && (text.indexOf(',') > 0 || value < 1990 || value > 2040);
  }

  @Test
  void noCueGivesTheSentenceWithTheWrongFigureAway() {
    Cues cues = sentencesWith(PlantedFault.Figure.class);
    cues.assertNoneIsWorthMoreThan(0.57);
  }

  @Test
  void noCueGivesTheBuriedLeadAway() {
    Cues cues = sentencesWith(PlantedFault.Lead.class);
    cues.assertNoneIsWorthMoreThan(0.65);
  }

  @Test
  void noCueGivesAPlantedPassiveAway() {
    Cues cues = sentencesWith(PlantedFault.Passive.class);
    cues.assertNoneIsWorthMoreThan(0.68);
  }

  @Test
  void noCueGivesFillerAway() {
    Cues cues = sentencesWith(PlantedFault.Filler.class);
    cues.assertNoneIsWorthMoreThan(0.67);
  }
}
