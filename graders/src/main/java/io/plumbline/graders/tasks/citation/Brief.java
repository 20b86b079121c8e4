package io.plumbline.graders.tasks.citation;

import io.plumbline.graders.tasks.SplitMix64;
import java.util.ArrayList;
import java.util.List;

/** A brief in the making, beside its grounded version. */
final class Brief {
  private static final int LEADS = 55;
  private static final int TAILS = 40;

  private final SplitMix64 random;
  private final Slots slots;
  private final Deck<String> fillers;
  private final Deck<String> leads;
  private final Deck<String> tails;
  private final StringBuilder input = new StringBuilder();
  private final StringBuilder gold = new StringBuilder();
  private final List<String> anchors = new ArrayList<>();

  Brief(SplitMix64 random, Slots slots) {
    this.random = random;
    this.slots = slots;
    fillers = new Deck<>(random, Grammar.frames("filler"));
    leads = new Deck<>(random, Grammar.frames("lead"));
    tails = new Deck<>(random, Grammar.frames("tail"));
  }

  /** A claim and how the gold grounds it: by no source, by one, or hedged. */
  record Grounding(Fact fact, String source, boolean hedged) {}

  /** Writes the whole text, the claims in the order given. */
  void write(List<Grounding> claims) {
    same(Grammar.capitalised(Grammar.say(random, "title", slots)));
    paragraph();
    say("opening");
    int next = 0;
    if (random.chance(30)) {
      filler();
    } else if (random.chance(40)) {
      claim(claims.get(next++));
    }
    while (next < claims.size()) {
      paragraph();
      int end = Math.min(claims.size(), next + random.between(1, 2));
      int left = random.between(1, 2);
      while (next < end) {
        if (left > 0 && random.chance(45)) {
          filler();
          left--;
        }
        claim(claims.get(next++));
      }
      if (left > 0) {
        filler();
      }
    }
    paragraph();
    if (random.chance(50)) {
      filler();
    }
    say("closing");
    same("\n");
  }

  String input() {
    return input.toString();
  }

  String gold() {
    return gold.toString();
  }

  /** The words of each claim as the input has them. */
  List<String> anchors() {
    return anchors;
  }

  private void claim(Grounding claim) {
    String core = claim.fact().claim(random, slots);
    String lead = random.chance(LEADS) ? lead(core) : "";
    String tail = random.chance(TAILS) ? Grammar.fill(random, tails.draw(), slots) : "";
    anchors.add(lead.isEmpty() ? Grammar.capitalised(core) : core);
    String sentence = lead + core + tail;
    space();
    input.append(Grammar.capitalised(sentence)).append('.');
    if (claim.hedged()) {
      sentence = hedged(sentence, lead.isEmpty());
    }
    gold.append(Grammar.capitalised(sentence));
    if (!claim.source().isEmpty()) {
      gold.append(" [").append(claim.source()).append(']');
    }
    gold.append('.');
  }

  /** One that does not name again what the claim names. */
  private String lead(String core) {
    String frame = leads.draw();
    String text = Grammar.fill(random, frame, slots);
    boolean repeats =
        (frame.contains("{place}") && core.contains(slots.value("place", random)))
            || (frame.contains("{project}") && core.contains(slots.value("project", random)));
    return repeats ? "" : text + " ";
  }

  /** A hedge in front of it, where it may stand there, or behind it. */
  private String hedged(String sentence, boolean front) {
    return front && random.chance(50)
        ? Grammar.say(random, "hedge.front", slots) + " " + sentence
        : sentence + Grammar.say(random, "hedge.back", slots);
  }

  private void filler() {
    sentence(Grammar.fill(random, fillers.draw(), slots));
  }

  private void say(String section) {
    sentence(Grammar.say(random, section, slots));
  }

  private void sentence(String text) {
    space();
    same(Grammar.capitalised(text));
  }

  private void space() {
    if (input.charAt(input.length() - 1) != '\n') {
      same(" ");
    }
  }

  private void paragraph() {
    same("\n\n");
  }

  private void same(String text) {
    input.append(text);
    gold.append(text);
  }
}
