package io.plumbline.graders.revision;

import io.plumbline.graders.FlagSpec;
import io.plumbline.graders.pytext.PyText;
import io.plumbline.graders.tasks.PlantedFault;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Says in words what each strict deduction from an output stands on. Quotes the output and the
 * draft, never the reference.
 */
final class DraftEvidence {
  /** So many deductions are listed one by one; what is beyond is counted. */
  private static final int MOST = 100;

  private static final int CLIP = 80;

  private final DraftIndex index;
  private final String output;
  private final List<FlagSpec> flags;
  private final DraftPass pass;
  private final List<String> evidence = new ArrayList<>();
  private int unlisted;

  DraftEvidence(DraftIndex index, String output, List<FlagSpec> flags) {
    this.index = index;
    this.output = output;
    this.flags = flags;
    pass = new DraftPass(index).run(output);
  }

  /** The deductions; empty where every assessed dimension is 1 and no flag is raised. */
  List<String> collect() {
    flags.forEach(flag -> say(flag.name() + ": " + flag.condition()));
    for (int i = 0; i < index.watches().all().size(); i++) {
      if (!pass.isRepaired(i)) {
        say("quality_delta: " + unrepaired(index.watches().all().get(i).fault(), pass.isMet(i)));
      }
    }
    int words = PyText.wordCount(output);
    if (words > StrictRevisionGrader.WORD_LIMIT) {
      say("instruction_following: " + words + " words (expected: at most 300)");
    }
    if (pass.order() < 1) {
      long lost = Math.round((1 - pass.order()) * index.neededJunctions());
      say("over_editing: " + lost + " sentences no longer follow the one they should");
    }
    explainPassives();
    explainLost();
    explainAdded();
    if (unlisted > 0) {
      evidence.add("and " + unlisted + " more");
    }
    return List.copyOf(evidence);
  }

  private static String unrepaired(PlantedFault fault, boolean met) {
    String sentence = quote(fault.planted());
    if (fault instanceof PlantedFault.Lead) {
      return "the sentence that belongs first does not stand first, or not there alone";
    }
    if (!met) {
      return "nothing stands for " + sentence;
    }
    if (fault instanceof PlantedFault.Figure figure) {
      return "figure " + figure.wrong() + " is not corrected everywhere in " + sentence;
    }
    if (fault instanceof PlantedFault.Filler filler) {
      return "filler " + quote(filler.filler()) + " is not cut";
    }
    return "the passive voice stays in " + sentence;
  }

  private void explainPassives() {
    Tokens tokens = index.vocabulary().tokens(output);
    Voice voice = new Voice();
    int[] counts = new int[index.passives()];
    int start = 0;
    boolean passive = false;
    for (byte kind = tokens.next(); kind != Tokens.DONE; kind = tokens.next()) {
      if (kind == Tokens.END) {
        if (passive) {
          say("instruction_following: passive voice in " + quote(output, start, tokens.to()));
        }
        passive = false;
        voice.reset();
      } else {
        start = tokens.isFirst() ? tokens.from() : start;
        if (voice.completes(kind, tokens)) {
          int number = index.passive(tokens.lowered());
          passive |= number < 0 || ++counts[number] > index.goldPassives(number);
        }
      }
    }
  }

  /** What draft and gold both have and the output lacks. */
  private void explainLost() {
    int[] facts = new int[index.facts().size()];
    int[] pairs = new int[index.pairs()];
    explain(
        index.draft(),
        (fact, held) ->
            ++facts[fact] > pass.facts().held(fact) && facts[fact] <= index.facts().kept(fact),
        pair -> ++pairs[pair] > pass.pairCount(pair) && pairs[pair] <= index.keptPairs(pair),
        " is missing, or elsewhere, from ",
        "over_editing: left out ");
  }

  /** What of the output neither draft nor gold have, or not so often, or not there. */
  private void explainAdded() {
    int[] facts = new int[index.facts().size()];
    int[] pairs = new int[index.pairs()];
    explain(
        output,
        (fact, held) -> fact < 0 || !held || ++facts[fact] > index.facts().most(fact),
        pair -> pair < 0 || ++pairs[pair] > index.mostPairs(pair),
        " has no support in ",
        "over_editing: added ");
  }

  /**
   * Whether to name a fact by its number, -1 without one, and whether its neighbours are its own.
   */
  private interface FactTest {
    boolean isNamed(int fact, boolean held);
  }

  /** Names facts, and quotes the stretches of the pairs that count, by number or -1. */
  private void explain(
      String text, FactTest named, IntPredicate pairCounts, String verb, String stretch) {
    Tokens tokens = index.vocabulary().tokens(text);
    List<String> facts = new ArrayList<>();
    OpenFact open = OpenFact.NONE;
    long last = DraftIndex.BREAK;
    int sentence = 0;
    int before = 0; // where the word before begins
    int from = -1; // of the stretch at hand
    int to = 0;
    for (byte kind = tokens.next(); kind != Tokens.DONE; kind = tokens.next()) {
      if (kind == Tokens.END) {
        boolean known = tokens.inSentence() > 1 || index.facts().standsAlone(last);
        open.close(known, named, facts);
        open = OpenFact.NONE;
        for (String fact : facts) {
          say("faithfulness: " + fact + verb + quote(text, sentence, tokens.to()));
        }
        facts.clear();
        last = Hashes.pair(last, DraftIndex.BREAK);
        continue;
      }
      sentence = tokens.isFirst() ? tokens.from() : sentence;
      long word = index.vocabulary().word(tokens);
      int pair = index.pair(last, word);
      boolean known = tokens.isFirst() || index.isKnown(pair);
      open.close(known, named, facts);
      long fact = index.vocabulary().fact(tokens, kind);
      open = fact == 0 ? OpenFact.NONE : OpenFact.of(tokens, kind, fact, index, known);
      if (pairCounts.test(pair)) {
        from = from < 0 ? before : from;
        to = tokens.to();
      } else if (from >= 0) {
        say(stretch + quote(text, from, to));
        from = -1;
      }
      last = word;
      before = tokens.from();
    }
    if (from >= 0) {
      say(stretch + quote(text, from, to));
    }
  }

  /** A fact whose neighbour behind is still to come; without name if there is none. */
  private record OpenFact(String name, int number, boolean held) {
    static final OpenFact NONE = new OpenFact("", -1, false);

    static OpenFact of(Tokens tokens, byte kind, long fact, DraftIndex index, boolean held) {
      String word = fact == Words.NEGATION ? "word " : "name ";
      String name =
          (kind == Tokens.FIGURE ? "figure " : word)
              + quote(tokens.text(), tokens.from(), tokens.to());
      return new OpenFact(name, index.facts().number(fact), held);
    }

    void close(boolean known, FactTest test, List<String> names) {
      if (!name.isEmpty() && test.isNamed(number, held && known)) {
        names.add(name);
      }
    }
  }

  private void say(String words) {
    if (evidence.size() < MOST) {
      evidence.add(words);
    } else {
      unlisted++;
    }
  }

  private static String quote(String text) {
    return quote(text, 0, text.length());
  }

  private static String quote(String text, int from, int to) {
    int end = to;
    if (end - from > CLIP) {
      end = from + CLIP - (Character.isHighSurrogate(text.charAt(from + CLIP - 1)) ? 1 : 0);
    }
    String shown = text.substring(from, end).replace('\n', ' ');
    return '"' + shown + (end < to ? "…\"" : "\"");
  }
}
