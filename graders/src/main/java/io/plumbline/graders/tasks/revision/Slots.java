package io.plumbline.graders.tasks.revision;

import io.plumbline.graders.tasks.SplitMix64;
import io.plumbline.graders.tasks.revision.Figures.Group;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fills the slots of one sentence's templates. A slot that comes twice has one filling; persons and
 * agents of one sentence are distinct.
 */
final class Slots {
  private static final List<String> MINOR =
      List.of("a", "and", "at", "for", "in", "of", "on", "the", "to");

  private final Scene scene;
  private final SplitMix64 random;
  private final Map<String, String> filled = new HashMap<>();
  private final List<String> persons;
  private final List<String> agents;
  private @Nullable Group group;

  Slots(Scene scene, SplitMix64 random) {
    this.scene = scene;
    this.random = random;
    persons = Scene.shuffled(random, scene.persons());
    agents = Scene.shuffled(random, scene.domain("agent"));
  }

  /** Lets {@code #T} be a mention of the group's T. */
  Slots with(Group figures, Map<String, String> labels) {
    group = figures;
    filled.putAll(labels);
    return this;
  }

  /** Fills a slot beforehand. */
  Slots with(String slot, String filling) {
    filled.put(slot, filling);
    return this;
  }

  String person() {
    return persons.remove(0);
  }

  String agent() {
    return agents.remove(0);
  }

  /** The template with choices made and slots filled. */
  String fill(String template) {
    StringBuilder text = new StringBuilder();
    int i = 0;
    while (i < template.length()) {
      char c = template.charAt(i);
      if (c == '(') {
        int close = template.indexOf(')', i);
        text.append(fill(random.pick(Phrases.split(template.substring(i + 1, close), "|"))));
        i = close + 1;
      } else if (c == '{') {
        int close = template.indexOf('}', i);
        text.append(slot(template.substring(i + 1, close)));
        i = close + 1;
      } else if (c == '#') {
        text.append(figure(template.charAt(i + 1)));
        i += 2;
      } else {
        text.append(c);
        i++;
      }
    }
    return text.toString();
  }

  private char figure(char quantity) {
    if (group == null) {
      throw new IllegalStateException("#" + quantity + " without figures");
    }
    int value =
        quantity == 'O' ? scene.figures().other(group) : group.values().getOrDefault(quantity, 0);
    return scene.figures().mark(group, quantity, value);
  }

  private String slot(String name) {
    String known = filled.get(name);
    if (known == null) {
      known = scene.fixed().get(name);
    }
    if (known == null) {
      known = draw(name);
      filled.put(name, known);
    }
    return known;
  }

  private String draw(String name) {
    return switch (name) {
      case "person", "person2", "person3" -> person();
      case "agent", "agent2" -> agent();
      case "thing", "people" -> object(name, random.pick(scene.domain(name)));
      case "wasthing", "waspeople" -> throw new IllegalStateException(name + " before its noun");
      case "place" -> random.pick(scene.domain("place"));
      case "month" -> scene.month(random.below(3));
      case "month2" -> scene.month(3 + random.below(2));
      case "later" -> scene.month(5 + random.below(3));
      case "laterdate" -> random.between(1, 28) + " " + scene.month(5 + random.below(2));
      case "date" -> random.between(1, 28) + " " + scene.month(random.below(5));
      case "time" ->
          random.between(10, 19) + ":" + random.pick(List.of("05", "15", "20", "30", "40", "45"));
      case "pastyear" -> Integer.toString(random.between(1991, 2009));
      default -> throw new IllegalStateException("no slot " + name);
    };
  }

  /** Notes the number, {@code s} or {@code p} before the noun, for the verb. */
  String object(String name, String noun) {
    filled.put("was" + name, noun.charAt(0) == 's' ? "was" : "were");
    return noun.substring(2);
  }

  /** A noun phrase as headings have it: {@code the seed swap} is {@code Seed Swap}. */
  static String title(String phrase) {
    StringBuilder title = new StringBuilder();
    for (String word : Phrases.split(phrase, " ")) {
      boolean first = title.length() == 0;
      if (first && word.equals("the")) {
        continue;
      }
      title.append(first ? "" : " ").append(!first && MINOR.contains(word) ? word : capital(word));
    }
    return title.toString();
  }

  static String capital(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
