package io.plumbline.graders.tasks.citation;

import io.plumbline.graders.tasks.SplitMix64;
import io.plumbline.graders.tasks.citation.Domain.Item;
import java.util.List;

/**
 * What a claim says, as numbers. The claim says it with a fraction or a round figure, a source with
 * the figures behind it.
 *
 * @param wording which of the item's wordings the claim has; its sources have the other
 * @param up whether it rose, or for a count whether there were more than {@code amount}
 * @param amount euros per unit or the claimed bound; 0 for the other kinds
 */
record Fact(Kind kind, Item item, int wording, boolean up, Fraction fraction, int amount) {
  private static final List<String> ABOUT = List.of("about", "roughly", "around", "close to");

  static Fact draw(SplitMix64 random, Kind kind, Item item) {
    Fraction fraction = random.pick(kind == Kind.SHARE ? Fraction.SHARES : Fraction.CHANGES);
    int amount =
        switch (kind) {
          case COST -> random.between(Math.max(2, item.least()), item.most());
          case COUNT -> round(random.between(item.least(), item.most()));
          default -> 0;
        };
    return new Fact(kind, item, random.below(2), random.chance(50), fraction, amount);
  }

  /** The words that make the claim: a clause in lower case but for names. */
  String claim(SplitMix64 random, Slots slots) {
    String section =
        switch (kind) {
          case SHARE, COST -> "claim." + kind.label();
          case COUNT -> "claim.count." + (up ? "over" : "under");
          default -> "claim." + kind.label() + (up ? ".up" : ".down");
        };
    Slots own = words(new Slots(slots), wording);
    own.set("f", random.pick(ABOUT) + " " + fraction.words());
    if (kind == Kind.COST) {
      own.set("x", amount);
    } else if (kind == Kind.COUNT) {
      own.set("n", amount);
    }
    return Grammar.say(random, section, own);
  }

  /** What the claim is about, in its own wording. */
  String topic() {
    List<String> words = item.wordings().get(wording);
    return switch (kind.form()) {
      case MEASURE -> words.get(0);
      case SHARE -> "the " + words.get(0) + " that " + words.get(1);
      case COST -> "the price of " + words.get(0);
      case COUNT -> "the " + words.get(0) + " that " + words.get(1);
    };
  }

  /** A source's sentences on it, in the other wording. */
  String told(SplitMix64 random, Stance stance, Slots slots) {
    Slots own = words(new Slots(slots), 1 - wording);
    return switch (kind) {
      case CHANGE, COMPARISON, CAUSE -> measured(random, stance, own);
      case SHARE -> {
        int people = random.between(8, 60) * fraction.whole();
        Fraction seen = stance == Stance.DENIES ? otherShare(random) : fraction;
        int jitter = people / 100;
        own.set("n", people).set("k", seen.of(people) + random.between(-jitter, jitter));
        yield Grammar.say(random, "said.share", own);
      }
      case COST -> {
        int units = random.between(20, 400);
        int each = stance == Stance.DENIES ? otherPrice(random) : amount;
        own.set("n", units).set("total", each * units + random.below(units / 10));
        yield Grammar.say(random, "said.cost", own);
      }
      case COUNT -> {
        boolean over = up == (stance != Stance.DENIES);
        int percent = stance == Stance.DENIES ? random.between(30, 60) : random.between(1, 8);
        int gap = amount * (over ? percent : Math.min(percent, 50)) / 100 + 1;
        own.set("n", over ? amount + gap : amount - gap);
        yield Grammar.say(random, "said.count", own);
      }
    };
  }

  private String measured(SplitMix64 random, Stance stance, Slots own) {
    int whole = fraction.whole();
    int from = whole * random.between((item.least() + whole - 1) / whole, item.most() / whole);
    int move = fraction.of(from);
    int to = up ? from + move : from - move;
    boolean flat = random.chance(50);
    int other = from + random.between(-1, 1);
    if (kind == Kind.COMPARISON) {
      // The value with the project first: the claim compares it with the others'.
      int with = stance != Stance.DENIES ? to : flat ? other : from;
      int without = stance != Stance.DENIES || flat ? from : to;
      own.set("a", with).set("b", without);
      return Grammar.say(random, "said.comparison", own);
    }
    int first = stance != Stance.DENIES || flat ? from : to;
    int last = stance != Stance.DENIES ? to : flat ? other : from;
    own.set("a", first).set("b", last);
    if (kind == Kind.CHANGE) {
      return Grammar.say(random, "said.change", own);
    }
    if (stance == Stance.FALLS_SHORT) {
      return Grammar.say(random, "said.association", own);
    }
    // A control group that moved as much as the others denies the cause, too.
    int control = from + random.between(0, 2);
    boolean alike = stance == Stance.DENIES && !flat;
    own.set("a", from).set("b", stance == Stance.DENIES && flat ? other : to);
    own.set("c", control).set("d", alike ? (up ? control + move : control - move) : control);
    return Grammar.say(random, "said.cause", own);
  }

  private Fraction otherShare(SplitMix64 random) {
    List<Fraction> others =
        Fraction.SHARES.stream()
            .filter(other -> Math.abs(other.value() - fraction.value()) >= 0.25)
            .toList();
    return random.pick(others);
  }

  private int otherPrice(SplitMix64 random) {
    return amount < 4 || random.chance(50) ? 2 * amount : amount / 2;
  }

  private Slots words(Slots slots, int which) {
    List<String> words = item.wordings().get(which);
    return switch (kind.form()) {
      case MEASURE -> slots.set("m", words.get(0)).set("per", item.unit());
      case SHARE -> slots.set("p", words.get(0)).set("d", words.get(1));
      case COST ->
          slots.set("thing", words.get(0)).set("unit", words.get(1)).set("units", words.get(2));
      case COUNT -> slots.set("items", words.get(0)).set("v", words.get(1));
    };
  }

  private static int round(int number) {
    int step = number < 100 ? 5 : number < 1000 ? 20 : 100;
    return number / step * step;
  }
}
