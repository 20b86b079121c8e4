package io.plumbline.graders.citation;

import java.util.ArrayList;
import java.util.List;

/** Says in words what each strict deduction from an output stands on. */
final class StrictEvidence extends StrictPass {

  /** So many deductions are listed one by one; what is beyond is counted. */
  private static final int MOST = 100;

  private static final int CLIP = 60;

  private final List<String> evidence = new ArrayList<>();
  private int unlisted;

  /** The markers and the foreign words of the sentence in hand. */
  private final List<String> marked = new ArrayList<>();

  private final List<String> unknown = new ArrayList<>();

  StrictEvidence(BriefIndex index, String output) {
    super(index, output, new char[BriefIndex.WORDS]);
  }

  /** The deductions; empty where the output earns 1 in every assessed dimension. */
  List<String> collect() {
    tally();
    if (index.hasClaims()) {
      explainClaims();
    } else {
      explainAnchors();
    }
    int kept = tally.keptSentences();
    if (index.hasClaims() && kept < index.inputSentences()) {
      say(kept + " of the brief's " + index.inputSentences() + " sentences are kept");
    }
    if (index.hasClaims() && tally.added() > 0) {
      say("the brief lacks " + tally.added() + " of the output's sentences");
    }
    if (unlisted > 0) {
      evidence.add("and " + unlisted + " more");
    }
    return List.copyOf(evidence);
  }

  private void explainClaims() {
    for (int claim = 0; claim < index.claims(); claim++) {
      Anchor anchor = index.claim(claim);
      int unit = anchor.unit;
      String name = "claim " + (claim + 1);
      if (!tally.isUpright(claim)) {
        say(name + missing(unit) + ": " + quote(anchor.text));
        continue;
      }
      for (long rest = tally.cited(unit); rest != 0; rest &= rest - 1) {
        explain(claim, Long.numberOfTrailingZeros(rest));
      }
      if (tally.isCitable(claim) && tally.right(claim) == 0) {
        say(name + " has no marker of a source that supports it: " + quote(anchor.text));
      }
      if (tally.needsHedge(claim) && !tally.isHedged(unit)) {
        say(name + " has partial support only and is not hedged: " + quote(anchor.text));
      }
      if (tally.isOverhedged(claim)) {
        say(name + " is hedged though a source supports it in full");
      }
      if (tally.isAltered(unit)) {
        say("the sentence of " + name + " has lost or gained words, or has others");
      }
      if (tally.repeated(unit) > 0) {
        say("the sentence of " + name + " cites one source more than once");
      }
    }
  }

  /** Explains a marker that does not support the claim nor another in its sentence. */
  private void explain(int claim, int source) {
    Anchor anchor = index.claim(claim);
    long bit = 1L << source;
    if ((tally.bearing(anchor.unit) & bit) == 0) {
      boolean contradicts = (anchor.contradicts & bit) != 0;
      say(
          "claim "
              + (claim + 1)
              + " cites "
              + index.source(source)
              + ", which "
              + (contradicts ? "contradicts it" : "does not support it"));
    }
  }

  private String missing(int unit) {
    if (tally.isDisowned()) {
      return " is denied along with the text around it";
    }
    return tally.isNegated(unit)
        ? " is negated, denied or asked"
        : " does not stand in a prose sentence of its own";
  }

  private void explainAnchors() {
    if (tally.citationPresent() < 1 && index.names().size() > 0) {
      say("fewer than " + index.required() + " sources are cited in prose");
    }
    for (int claim = 0; claim < index.claims(); claim++) {
      if (!tally.isUpright(claim)) {
        Anchor anchor = index.claim(claim);
        say("anchor phrase" + missing(anchor.unit) + ": " + quote(anchor.text));
      }
    }
  }

  @Override
  protected void marker(int source, int from, int to) {
    super.marker(source, from, to);
    String name = quote(text.substring(from, to));
    if (source >= 0) {
      marked.add(name);
    } else if (index.hasClaims()) {
      say("marker " + name + " names no source");
    }
  }

  @Override
  protected void foreignWord(int from, int to) {
    super.foreignWord(from, to);
    unknown.add(quote(text.substring(from, to)));
  }

  @Override
  protected void endOfSentence() {
    if (index.hasClaims()) {
      unknown.forEach(word -> say("neither the brief nor a source has " + word));
    }
    super.endOfSentence();
    marked.clear();
    unknown.clear();
  }

  @Override
  protected void stray() {
    super.stray();
    if (index.hasClaims()) {
      String where = count == 0 ? "outside a sentence" : "in a sentence without a claim of its own";
      marked.forEach(name -> say("marker " + name + " stands " + where));
    }
  }

  @Override
  protected void disowned() {
    super.disowned();
    say("a sentence denies the text: " + quote(text.substring(start, end())));
  }

  @Override
  protected void overstated(long strong) {
    super.overstated(strong);
    if (index.hasClaims()) {
      for (long rest = strong; rest != 0; rest &= rest - 1) {
        String word = index.words().strongWord(rest & -rest);
        say("\"" + word + "\" claims more than the brief and the sources cited");
      }
    }
  }

  @Override
  protected void gained() {
    super.gained();
    if (index.hasClaims()) {
      say("neither the brief nor a source bears out " + quote(text.substring(start, end())));
    }
  }

  private void say(String words) {
    if (evidence.size() < MOST) {
      evidence.add(words);
    } else {
      unlisted++;
    }
  }

  private static String quote(String words) {
    int end = words.length();
    if (end > CLIP) {
      end = Character.isHighSurrogate(words.charAt(CLIP - 1)) ? CLIP - 1 : CLIP;
    }
    return '"' + words.substring(0, end).replace('\n', ' ') + (end < words.length() ? "…\"" : "\"");
  }
}
