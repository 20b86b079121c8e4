package io.plumbline.benchmarks.graders;

import io.plumbline.benchmarks.graders.RegexProse.Sentence;
import io.plumbline.benchmarks.graders.RegexProse.Token;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What of a text is a name or another fact, to a draft and its gold. */
final class RegexVocabulary {
  /** Stands for all negations. */
  static final String NEGATION = "not";

  /** Ends what is the last word of a sentence, as the first one's neighbour. */
  private static final String BREAK = "|";

  private static final int MOST_ADVERBS = 4;
  private static final int MOST_ASIDE = 8;

  /** Two neighbours. */
  record Pair(String last, String word) {

    /** Written out: what a record makes of it is compiled well at some times only. */
    @Override
    public int hashCode() {
      return 31 * last.hashCode() + word.hashCode();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Pair pair && last.equals(pair.last) && word.equals(pair.word);
    }
  }

  /**
   * A sentence as it is graded.
   *
   * @param words figures by their value, names alone with their capital
   * @param pairs each word's with the one before it, the first with the sentence before
   * @param facts by word: a figure, a name, a negation, or nothing
   * @param passives participles in the passive voice
   * @param foreign words with a character that no text at hand may have
   * @param stopped whether it ends in {@code .!?}
   */
  record Line(
      List<String> words,
      List<Pair> pairs,
      List<String> facts,
      List<String> passives,
      int foreign,
      boolean stopped) {

    /** Whether it has the participle in the passive voice, or before "by". */
    boolean isPassive(String participle) {
      for (int i = words.indexOf(participle); i >= 0 && i + 1 < words.size(); i++) {
        int by = RegexWords.PARTICLES.contains(words.get(i + 1)) ? i + 2 : i + 1;
        if (words.get(i).equals(participle) && by < words.size() && words.get(by).equals("by")) {
          return true;
        }
      }
      return passives.contains(participle);
    }
  }

  private final String draft;
  private final Set<Integer> home = new HashSet<>();
  private final Set<String> names = new HashSet<>();
  private final Set<String> known = new HashSet<>();

  RegexVocabulary(String draft, String gold) {
    this.draft = draft;
    (draft + gold).codePoints().forEach(home::add);
    List<Sentence> sentences = new ArrayList<>(RegexProse.read(draft, home));
    sentences.addAll(RegexProse.read(gold, home));
    Set<String> small = new HashSet<>();
    for (Sentence sentence : sentences) {
      for (Token token : sentence.tokens()) {
        if (token.isFigure()) {
          continue;
        }
        known.add(token.small());
        if (token.text().equals(token.small())) {
          small.add(token.text());
        }
        if (token.isName()) {
          names.add(token.text());
        }
      }
    }
    for (Sentence sentence : sentences) {
      if (sentence.tokens().size() < 2) {
        continue;
      }
      Token first = sentence.tokens().get(0);
      Token second = sentence.tokens().get(1);
      boolean capital = !first.text().equals(first.small()) && !small.contains(first.small());
      if (capital && second.isName() && !second.isBroken()) {
        names.add(first.text());
      }
    }
  }

  /** The sentences of a text. */
  List<Line> lines(String text) {
    List<Line> lines = new ArrayList<>();
    String last = BREAK;
    for (Sentence sentence : RegexProse.read(text, home)) {
      List<String> words = new ArrayList<>();
      List<Pair> pairs = new ArrayList<>();
      List<String> facts = new ArrayList<>();
      int foreign = 0;
      for (Token token : sentence.tokens()) {
        String word = names.contains(token.text()) ? token.text() : token.small();
        words.add(word);
        pairs.add(new Pair(last, word));
        facts.add(fact(token));
        foreign += token.isForeign() ? 1 : 0;
        last = word;
      }
      last += BREAK;
      List<String> passives = passives(sentence);
      lines.add(new Line(words, pairs, facts, passives, foreign, sentence.stopped()));
    }
    return lines;
  }

  private String fact(Token token) {
    if (token.isFigure()) {
      return token.text() + (isHome(token.sign()) ? "" : token.sign());
    }
    if (token.isForeign() || names.contains(token.text())) {
      return token.text();
    }
    if (RegexWords.isNegation(token.small())) {
      return NEGATION;
    }
    return token.isName() && !isKnown(token) ? token.text() : "";
  }

  /** Whether draft or gold have the word, which has no capital behind its first letter. */
  private boolean isKnown(Token token) {
    boolean inner = !token.text().substring(1).equals(token.small().substring(1));
    return !inner && known.contains(token.small());
  }

  /** Whether draft or gold know the currency. */
  private boolean isHome(String sign) {
    return switch (sign) {
      case "" -> true;
      case "$" -> draft.contains(sign) || known.contains("dollars") || known.contains("dollar");
      case "\u20ac" -> draft.contains(sign) || known.contains("euros") || known.contains("euro");
      default -> draft.contains(sign) || known.contains("pounds") || known.contains("pound");
    };
  }

  private enum Voice {
    IDLE,
    AFTER_BE,
    IN_ASIDE
  }

  /** Participles behind a form of "to be", adverbs or an aside between. */
  private static List<String> passives(Sentence sentence) {
    List<String> passives = new ArrayList<>();
    Voice voice = Voice.IDLE;
    int passed = 0;
    for (Token token : sentence.tokens()) {
      String word = token.small();
      if (token.isFigure()) {
        voice = voice == Voice.IN_ASIDE ? voice : Voice.IDLE;
        continue;
      }
      if (RegexWords.BE.contains(word)) {
        voice = Voice.AFTER_BE;
        passed = 0;
        continue;
      }
      if (voice == Voice.IDLE) {
        continue;
      }
      if (token.isBroken()) {
        voice = voice == Voice.AFTER_BE ? Voice.IN_ASIDE : Voice.AFTER_BE;
        passed = 0;
      }
      if (voice == Voice.IN_ASIDE) {
        passed++;
        voice = passed > MOST_ASIDE ? Voice.IDLE : voice;
      } else if (RegexWords.isParticiple(word)) {
        passives.add(word);
        voice = Voice.IDLE;
      } else {
        passed++;
        boolean adverb = RegexWords.ADVERBS.contains(word) || word.endsWith("ly");
        voice = adverb && passed <= MOST_ADVERBS ? voice : Voice.IDLE;
      }
    }
    return passives;
  }

  /** All words of a text in order. */
  static List<String> words(List<Line> lines) {
    return lines.stream().flatMap(line -> line.words().stream()).collect(Collectors.toList());
  }
}
