package io.plumbline.graders.tasks.revision;

import io.plumbline.graders.tasks.SplitMix64;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who and what one document is about.
 *
 * @param fixed slots that have one filling in the whole document: org, body, topic …
 * @param others topics that the document may mention beside its own
 * @param persons four full names
 * @param firstMonth of the time that it speaks of, 0 to 11
 */
record Scene(
    Map<String, List<String>> words,
    Map<String, String> fixed,
    List<String> others,
    List<String> persons,
    int firstMonth,
    Figures figures) {

  static Scene draw(SplitMix64 random) {
    Map<String, List<String>> words = random.pick(Phrases.DOMAINS);
    List<String> orgs = shuffled(random, words.getOrDefault("org", List.of()));
    List<String> topics = shuffled(random, words.getOrDefault("topic", List.of()));
    String body = random.pick(words.getOrDefault("body", List.of()));
    int year = random.between(2014, 2026);
    Map<String, String> fixed = new HashMap<>();
    fixed.put("org", orgs.get(0));
    fixed.put("org2", orgs.get(1));
    fixed.put("O", Slots.capital(orgs.get(0)));
    fixed.put("body", body);
    fixed.put("bodyname", "the " + Slots.title(body));
    String topic = topics.remove(0);
    fixed.put("topic", topic);
    fixed.put("T", topic);
    fixed.put("TT", Slots.title(topic));
    fixed.put("year", Integer.toString(year));
    fixed.put("nextyear", Integer.toString(year + 1));
    List<String> persons = new ArrayList<>();
    while (persons.size() < 4) {
      String person =
          random.pick(Phrases.section("first")) + " " + random.pick(Phrases.section("last"));
      if (!persons.contains(person)) {
        persons.add(person);
      }
    }
    return new Scene(words, fixed, topics, persons, random.below(12), new Figures(random));
  }

  /** The domain's alternatives for a kind of word. */
  List<String> domain(String key) {
    return words.getOrDefault(key, List.of());
  }

  String month(int later) {
    return Phrases.section("month").get((firstMonth + later) % 12);
  }

  static List<String> shuffled(SplitMix64 random, List<String> all) {
    List<String> rest = new ArrayList<>(all);
    List<String> shuffled = new ArrayList<>();
    while (!rest.isEmpty()) {
      shuffled.add(rest.remove(random.below(rest.size())));
    }
    return shuffled;
  }
}
