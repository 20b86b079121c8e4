package io.plumbline.graders.tasks.citation;

import io.plumbline.graders.tasks.SourceDocument;
import io.plumbline.graders.tasks.SplitMix64;
import io.plumbline.graders.tasks.citation.Domain.Item;
import java.util.ArrayList;
import java.util.List;

/**
 * The sources of one brief. Sources of every stance are drawn alike: title topics are any of the
 * brief's, and whatever else a source tells is not in the brief.
 */
final class Evidence {
  private final SplitMix64 random;
  private final Domain domain;
  private final Scope scope;
  private final List<Fact> facts;

  /** Items that no claim is about. */
  private final List<Item> spare;

  private final List<Source> sources = new ArrayList<>();

  /**
   * A source in the making.
   *
   * @param claim the claim that it bears on, or -1
   */
  record Source(int claim, Stance stance, String text) {}

  Evidence(SplitMix64 random, Domain domain, Scope scope, List<Fact> facts, List<Item> spare) {
    this.random = random;
    this.domain = domain;
    this.scope = scope;
    this.facts = facts;
    this.spare = spare;
  }

  int size() {
    return sources.size();
  }

  /** Adds a source that bears on a claim. */
  void add(int claim, Stance stance) {
    Fact fact = facts.get(claim);
    boolean uncontrolled = fact.kind() == Kind.CAUSE && random.chance(50);
    if (stance == Stance.FALLS_SHORT && !uncontrolled) {
      // The right figures, of other people, another place or other years.
      sources.add(source(claim, stance, fact, Stance.SUPPORTS, scope.another(random, domain)));
    } else {
      sources.add(source(claim, stance, fact, stance, scope));
    }
  }

  /** Adds a source that bears on no claim, of a kind that the brief has. */
  void addDistractor() {
    Scope where = random.chance(25) ? scope.another(random, domain) : scope;
    Fact fact = distraction();
    sources.add(source(-1, Stance.SUPPORTS, fact, stance(fact), where));
  }

  /** The sources in random order. */
  List<Source> shuffled() {
    return new Deck<>(random, sources).rest();
  }

  /** As {@code Source A}, {@code Source B} and so on. */
  static List<SourceDocument> documents(List<Source> sources) {
    List<SourceDocument> documents = new ArrayList<>();
    for (Source source : sources) {
      documents.add(new SourceDocument(name(documents.size()), source.text()));
    }
    return documents;
  }

  static String name(int index) {
    return "Source " + (char) ('A' + index);
  }

  private Source source(int claim, Stance stance, Fact fact, Stance told, Scope where) {
    Slots slots = where.slots(domain, random.below(2));
    List<String> sentences = new ArrayList<>();
    sentences.add(fact.told(random, told, slots));
    Fact other = distraction();
    boolean designed = fact.kind() == Kind.CAUSE; // a source tells of one design
    if (random.chance(40)
        && !other.item().equals(fact.item())
        && !(designed && other.kind() == Kind.CAUSE)) {
      sentences.add(random.below(2), other.told(random, stance(other), slots));
      designed |= other.kind() == Kind.CAUSE;
    }
    if (!designed && random.chance(45)) {
      sentences.add(0, Grammar.say(random, "design", slots));
    }
    String setting = Grammar.say(random, "scope", slots);
    sentences.add(random.chance(75) ? 0 : sentences.size(), setting);
    if (random.chance(60)) {
      sentences.add(Grammar.say(random, "remark", slots));
    }
    sentences.replaceAll(Grammar::capitalised);
    String text = "Title: " + heading(slots) + "\nExcerpt: " + String.join(" ", sentences);
    return new Source(claim, stance, text);
  }

  private String heading(Slots slots) {
    Deck<Fact> topics = new Deck<>(random, facts);
    Slots own = new Slots(slots);
    own.set("t1", topics.draw().topic()).set("t2", topics.draw().topic());
    return Grammar.capitalised(Grammar.say(random, "heading", own));
  }

  private Fact distraction() {
    Kind kind = random.pick(facts).kind();
    List<Item> items = spare.stream().filter(item -> item.form() == kind.form()).toList();
    return Fact.draw(random, kind, random.pick(items));
  }

  private Stance stance(Fact fact) {
    if (fact.kind() == Kind.CAUSE && random.chance(40)) {
      return Stance.FALLS_SHORT;
    }
    return random.chance(50) ? Stance.SUPPORTS : Stance.DENIES;
  }
}
