package io.plumbline.graders.tasks.revision;

import io.plumbline.graders.tasks.Difficulty;
import io.plumbline.graders.tasks.PlantedFault;
import io.plumbline.graders.tasks.RevisionReference;
import io.plumbline.graders.tasks.SplitMix64;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskDraft;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A document and a draft of it, with one fault at most in a sentence. */
record Draft(
    Document document,
    String gold,
    String input,
    List<PlantedFault> faults,
    Map<Integer, Integer> wrong)
    implements TaskDraft {

  /** Draws a document and plants 1 or 2 faults (easy), 3 or 4 (medium), 5 to 9 (hard). */
  static Draft draw(SplitMix64 random) {
    Document document = Composer.draw(random);
    int share = random.below(100);
    int count =
        share < 35
            ? random.between(1, 2)
            : share < 75 ? random.between(3, 4) : random.between(5, 9);
    return new Planter(random, document).plant(count);
  }

  @Override
  public Task task(String id, String split, long seed) {
    Set<String> traits = new TreeSet<>();
    for (PlantedFault fault : faults) {
      traits.add(trait(fault));
    }
    int count = faults.size();
    return new Task(
        id,
        RevisionSplits.ENVIRONMENT,
        split,
        seed,
        count <= 2 ? Difficulty.EASY : count <= 4 ? Difficulty.MEDIUM : Difficulty.HARD,
        RevisionSplits.intent(document),
        RevisionSplits.constraints(document.intent()),
        input,
        List.of(),
        new RevisionReference(gold, faults),
        List.copyOf(traits));
  }

  private static String trait(PlantedFault fault) {
    if (fault instanceof PlantedFault.Figure) {
      return "inconsistent_figure";
    }
    if (fault instanceof PlantedFault.Lead) {
      return "buried_lead";
    }
    return fault instanceof PlantedFault.Passive ? "passive_voice" : "filler";
  }

  /** Where sentences stand, by paragraph: rendered ones, each with its full stop. */
  static String text(String heading, List<List<String>> paragraphs) {
    StringBuilder text = new StringBuilder(heading).append('\n');
    for (List<String> paragraph : paragraphs) {
      text.append('\n').append(String.join(" ", paragraph)).append('\n');
    }
    return text.toString();
  }

  /** What a mention reads: its value, unless it is wrong. */
  static Map<Integer, Integer> values(Document document, Map<Integer, Integer> wrong) {
    Map<Integer, Integer> values = new TreeMap<>();
    List<Figures.Mention> mentions = document.figures().mentions();
    for (int i = 0; i < mentions.size(); i++) {
      values.put(i, wrong.getOrDefault(i, mentions.get(i).value()));
    }
    return values;
  }

  /** A sentence with its capital, its full stop and its figures. */
  static String rendered(String sentence, Map<Integer, Integer> values) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < sentence.length(); i++) {
      char c = sentence.charAt(i);
      if (c >= Figures.MARK) {
        text.append(Figures.words(values.getOrDefault(c - Figures.MARK, 0)));
      } else {
        text.append(c);
      }
    }
    return Slots.capital(text.append('.').toString());
  }

  /** The mentions in a sentence. */
  static List<Integer> mentions(String sentence) {
    List<Integer> mentions = new ArrayList<>();
    for (int i = 0; i < sentence.length(); i++) {
      if (sentence.charAt(i) >= Figures.MARK) {
        mentions.add(sentence.charAt(i) - Figures.MARK);
      }
    }
    return mentions;
  }
}
