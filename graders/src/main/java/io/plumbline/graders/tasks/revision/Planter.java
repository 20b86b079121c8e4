package io.plumbline.graders.tasks.revision;

import io.plumbline.graders.tasks.PlantedFault;
import io.plumbline.graders.tasks.SplitMix64;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Plants faults in a document's sentences, one at most in each. */
final class Planter {
  private final SplitMix64 random;
  private final Document document;

  /** The document's sentences in order, and what is planted in each. */
  private final List<Sentence> sentences = new ArrayList<>();

  private final List<Optional<PlantedFault>> faults = new ArrayList<>();
  private final Map<Integer, Integer> wrong = new TreeMap<>();
  private final Map<Integer, Integer> right;
  private boolean buried;

  Planter(SplitMix64 random, Document document) {
    this.random = random;
    this.document = document;
    document.paragraphs().forEach(sentences::addAll);
    sentences.forEach(sentence -> faults.add(Optional.empty()));
    right = Draft.values(document, Map.of());
  }

  /** Plants {@code count} faults, of each kind as it comes. */
  Draft plant(int count) {
    int planted = 0;
    boolean lead = random.chance(20 + 10 * Math.min(count, 5));
    boolean figure = random.chance(25 + 10 * Math.min(count, 5));
    if (lead) {
      faults.set(0, Optional.of(new PlantedFault.Lead(gold(0))));
      buried = true;
      planted++;
    }
    if (figure && planted < count) {
      planted += plantFigure() ? 1 : 0;
      planted += planted < count && random.chance(15) && plantFigure() ? 1 : 0;
    }
    while (planted < count) {
      // Documents of few events have few sentences for the passive voice: the rest is filler.
      boolean done = random.chance(55) ? plantPassive() : plantFiller();
      planted += done || plantFiller() ? 1 : 0;
    }
    List<PlantedFault> all = faults.stream().flatMap(Optional::stream).toList();
    return new Draft(document, text(false), text(true), all, wrong);
  }

  /** One of the figures that the rest of the document confirms. */
  private boolean plantFigure() {
    List<Integer> mentions = document.figures().confirmed();
    // A group with two wrong figures would not say which are right.
    mentions.removeIf(
        mention ->
            wrong.keySet().stream().anyMatch(other -> sameGroup(mention, other))
                || faults.get(sentenceOf(mention)).isPresent());
    if (mentions.isEmpty()) {
      return false;
    }
    int mention = random.pick(mentions);
    int at = sentenceOf(mention);
    wrong.put(mention, document.figures().wrong(mention));
    Map<Integer, Integer> values = Draft.values(document, wrong);
    faults.set(
        at,
        Optional.of(
            new PlantedFault.Figure(
                Draft.rendered(sentences.get(at).text(), values),
                gold(at),
                Figures.words(values.getOrDefault(mention, 0)),
                Figures.words(right.getOrDefault(mention, 0)))));
    return true;
  }

  private boolean sameGroup(int mention, int other) {
    List<Figures.Mention> mentions = document.figures().mentions();
    return mentions.get(mention).group().equals(mentions.get(other).group());
  }

  private int sentenceOf(int mention) {
    for (int i = 0; i < sentences.size(); i++) {
      if (Draft.mentions(sentences.get(i).text()).contains(mention)) {
        return i;
      }
    }
    throw new IllegalStateException("a mention without a sentence");
  }

  private boolean plantPassive() {
    long passives =
        faults.stream()
            .flatMap(Optional::stream)
            .filter(PlantedFault.Passive.class::isInstance)
            .count();
    if (passives * 3 >= sentences.size()) {
      return false; // a draft in the passive throughout would be another matter
    }
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < sentences.size(); i++) {
      if (faults.get(i).isEmpty() && sentences.get(i).passive().isPresent()) {
        places.add(i);
      }
    }
    if (places.isEmpty()) {
      return false;
    }
    int at = random.pick(places);
    String passive = sentences.get(at).passive().orElseThrow();
    faults.set(at, Optional.of(new PlantedFault.Passive(Draft.rendered(passive, right), gold(at))));
    return true;
  }

  private boolean plantFiller() {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < sentences.size(); i++) {
      if (faults.get(i).isEmpty()) {
        places.add(i);
      }
    }
    if (places.isEmpty()) {
      return false;
    }
    int at = random.pick(places);
    String text = sentences.get(at).text();
    int form = random.below(100);
    boolean takesPrefix = !Phrases.section("opener").contains(Phrases.split(text, " ").get(0));
    String kind = form < 50 && takesPrefix ? "prefix" : form < 75 ? "suffix" : "sentence";
    String filler = unused("filler." + kind);
    String whole = Draft.rendered(filler, right);
    String planted =
        switch (kind) {
          case "prefix" -> Draft.rendered(filler + " " + text, right);
          case "suffix" -> Draft.rendered(text + filler, right);
          default -> whole + " " + gold(at);
        };
    String words =
        switch (kind) {
          case "prefix" -> whole.substring(0, whole.length() - 1);
          case "suffix" -> filler.substring(2);
          default -> whole;
        };
    faults.set(at, Optional.of(new PlantedFault.Filler(planted, gold(at), words)));
    return true;
  }

  /** A filler that this draft does not have yet. */
  private String unused(String section) {
    while (true) {
      String filler = random.pick(Phrases.section(section));
      String words = Slots.capital(filler.startsWith(", ") ? filler.substring(2) : filler);
      boolean used =
          faults.stream()
              .flatMap(Optional::stream)
              .anyMatch(
                  fault ->
                      fault instanceof PlantedFault.Filler other
                          && Slots.capital(other.filler()).startsWith(words));
      if (!used) {
        return filler;
      }
    }
  }

  private String gold(int sentence) {
    return Draft.rendered(sentences.get(sentence).text(), right);
  }

  private String text(boolean planted) {
    List<List<String>> paragraphs = new ArrayList<>();
    int at = 0;
    for (List<Sentence> paragraph : document.paragraphs()) {
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < paragraph.size(); i++) {
        int sentence = at++;
        texts.add(
            planted
                ? faults.get(sentence).map(PlantedFault::planted).orElseGet(() -> gold(sentence))
                : gold(sentence));
      }
      paragraphs.add(texts);
    }
    if (planted && buried) {
      bury(paragraphs);
    }
    return Draft.text(document.heading(), paragraphs);
  }

  /** Moves the lead behind any sentence but the one that follows it, parting none that belong. */
  private void bury(List<List<String>> paragraphs) {
    String lead = paragraphs.get(0).remove(0);
    List<Integer> places = new ArrayList<>(); // by how many sentences stand before it
    for (int i = 2; i < sentences.size(); i++) {
      if (i + 1 == sentences.size() || !sentences.get(i + 1).follows()) {
        places.add(i);
      }
    }
    int to = random.pick(places);
    for (int i = 0; ; i++) {
      List<String> paragraph = paragraphs.get(i);
      boolean last = i == paragraphs.size() - 1;
      if (last || to < paragraph.size() || (to == paragraph.size() && random.chance(50))) {
        paragraph.add(to, lead);
        return;
      }
      to -= paragraph.size();
    }
  }
}
