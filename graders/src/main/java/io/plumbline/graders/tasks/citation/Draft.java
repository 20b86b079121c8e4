package io.plumbline.graders.tasks.citation;

import io.plumbline.graders.tasks.CitationClaim;
import io.plumbline.graders.tasks.CitationReference;
import io.plumbline.graders.tasks.Difficulty;
import io.plumbline.graders.tasks.SourceDocument;
import io.plumbline.graders.tasks.SplitMix64;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskDraft;
import io.plumbline.graders.tasks.citation.Domain.Form;
import io.plumbline.graders.tasks.citation.Domain.Item;
import io.plumbline.graders.tasks.citation.Evidence.Source;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A task in the making: a brief, its sources and what they say of its claims. */
record Draft(
    String intent,
    String input,
    List<SourceDocument> sources,
    CitationReference reference,
    Difficulty difficulty,
    List<String> traits)
    implements TaskDraft {
  private static final List<Kind> KINDS = List.of(Kind.values());

  private static final List<String> CONSTRAINTS =
      List.of(
          "Keep the text as it is: add citation markers, hedges where they are due, and nothing"
              + " else.",
          "Write a marker as [Source A], in the sentence that the source supports, before its full"
              + " stop.",
          "A source supports a sentence if it reports the same, in whatever words, of the group,"
              + " the place and the years that the brief speaks of; if the sentence names a cause,"
              + " the source has to compare with a group chosen by lot.",
          "Where a source falls short of that only in its group, its place, its years or its"
              + " comparison, and none supports the sentence in full, cite it and hedge: put words"
              + " such as \"Limited evidence suggests that\" before the sentence or \", on limited"
              + " evidence\" after it, and keep the sentence's own words.",
          "Leave a sentence without a marker if no source supports it or if the only one that"
              + " bears on it says otherwise.",
          "Answer with the brief alone.");

  /** What there is for a claim. */
  private enum Backing {
    FULL,
    HALF,
    CONTRADICTED,
    NONE
  }

  /** A brief of 2 or 3 claims (easy), 4 (medium), 5 or 6 (hard). */
  static Draft draw(SplitMix64 random) {
    int share = random.below(100);
    Difficulty difficulty =
        share < 35 ? Difficulty.EASY : share < 70 ? Difficulty.MEDIUM : Difficulty.HARD;
    Domain domain = random.pick(Domain.ALL);
    Scope scope = Scope.draw(random, domain);
    List<Backing> backings = backings(random, difficulty);
    Map<Form, Deck<Item>> decks = new EnumMap<>(Form.class);
    for (Form form : Form.values()) {
      decks.put(form, new Deck<>(random, domain.items().getOrDefault(form, List.of())));
    }
    List<Fact> facts = facts(random, decks, backings.size());
    List<Item> spare = decks.values().stream().flatMap(deck -> deck.rest().stream()).toList();
    Evidence evidence = new Evidence(random, domain, scope, facts, spare);
    Set<String> traits = new TreeSet<>();
    for (int claim = 0; claim < facts.size(); claim++) {
      back(random, evidence, claim, backings.get(claim), difficulty, traits);
    }
    int distractors = random.between(1, difficulty == Difficulty.EASY ? 2 : 3);
    for (int i = 0; i < distractors; i++) {
      evidence.addDistractor();
    }
    return draft(random, domain, scope, facts, evidence.shuffled(), difficulty, traits);
  }

  /** In random order; more claims have full support than half, so that hedging all never pays. */
  private static List<Backing> backings(SplitMix64 random, Difficulty difficulty) {
    List<Backing> backings = new ArrayList<>();
    int full =
        switch (difficulty) {
          case EASY -> 2;
          case MEDIUM -> 3;
          case HARD -> random.between(3, 4);
        };
    for (int i = 0; i < full; i++) {
      backings.add(Backing.FULL);
    }
    if (difficulty == Difficulty.EASY) {
      if (random.chance(50)) {
        backings.add(random.pick(List.of(Backing.values())));
      }
    } else if (difficulty == Difficulty.MEDIUM) {
      backings.add(
          random.chance(60)
              ? Backing.HALF
              : random.chance(50) ? Backing.CONTRADICTED : Backing.NONE);
    } else {
      backings.add(Backing.HALF);
      backings.add(random.chance(50) ? Backing.CONTRADICTED : Backing.NONE);
      if (full == 3 && random.chance(40)) {
        backings.add(random.pick(List.of(Backing.FULL, Backing.CONTRADICTED, Backing.NONE)));
      }
    }
    return new Deck<>(random, backings).rest();
  }

  /** At most four claims on measures and two of each other form: some of each are left. */
  private static List<Fact> facts(SplitMix64 random, Map<Form, Deck<Item>> decks, int count) {
    List<Fact> facts = new ArrayList<>();
    while (facts.size() < count) {
      Kind kind = random.pick(KINDS);
      Deck<Item> deck = decks.get(kind.form());
      int spare = kind.form() == Form.MEASURE ? 2 : 1;
      if (deck != null && deck.size() > spare) {
        facts.add(Fact.draw(random, kind, deck.draw()));
      }
    }
    return facts;
  }

  private static void back(
      SplitMix64 random,
      Evidence evidence,
      int claim,
      Backing backing,
      Difficulty difficulty,
      Set<String> traits) {
    switch (backing) {
      case FULL -> {
        evidence.add(claim, Stance.SUPPORTS);
        if (difficulty != Difficulty.EASY && random.chance(25)) {
          evidence.add(claim, random.chance(50) ? Stance.FALLS_SHORT : Stance.DENIES);
          traits.add("mixed_evidence");
        }
      }
      case HALF -> {
        evidence.add(claim, Stance.FALLS_SHORT);
        traits.add("half_support");
      }
      case CONTRADICTED -> {
        evidence.add(claim, Stance.DENIES);
        traits.add("contradicted_claim");
      }
      case NONE -> traits.add("unsupported_claim");
    }
  }

  private static Draft draft(
      SplitMix64 random,
      Domain domain,
      Scope scope,
      List<Fact> facts,
      List<Source> sources,
      Difficulty difficulty,
      Set<String> traits) {
    Slots slots =
        scope
            .slots(domain, random.below(2))
            .set("audience", domain.audiences())
            .set("actor", random.pick(domain.actors()));
    List<Brief.Grounding> groundings = new ArrayList<>();
    int citable = 0;
    for (int claim = 0; claim < facts.size(); claim++) {
      List<String> full = names(sources, claim, Stance.SUPPORTS);
      List<String> half = names(sources, claim, Stance.FALLS_SHORT);
      String source = !full.isEmpty() ? full.get(0) : half.isEmpty() ? "" : half.get(0);
      citable += source.isEmpty() ? 0 : 1;
      groundings.add(
          new Brief.Grounding(facts.get(claim), source, full.isEmpty() && !half.isEmpty()));
    }
    Brief brief = new Brief(random, slots);
    brief.write(groundings);
    List<CitationClaim> claims = new ArrayList<>();
    for (int claim = 0; claim < facts.size(); claim++) {
      claims.add(
          new CitationClaim(
              brief.anchors().get(claim),
              names(sources, claim, Stance.SUPPORTS),
              names(sources, claim, Stance.FALLS_SHORT),
              names(sources, claim, Stance.DENIES)));
    }
    return new Draft(
        Grammar.say(random, "intent", slots),
        brief.input(),
        Evidence.documents(sources),
        new CitationReference(brief.gold(), citable, brief.anchors(), claims),
        difficulty,
        List.copyOf(traits));
  }

  private static List<String> names(List<Source> sources, int claim, Stance stance) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      if (sources.get(i).claim() == claim && sources.get(i).stance() == stance) {
        names.add(Evidence.name(i));
      }
    }
    return names;
  }

  @Override
  public Task task(String id, String split, long seed) {
    return new Task(
        id,
        CitationSplits.ENVIRONMENT,
        split,
        seed,
        difficulty,
        intent,
        CONSTRAINTS,
        input,
        sources,
        reference,
        traits);
  }
}
