package io.plumbline.graders.citation;

import io.plumbline.graders.tasks.CitationClaim;
import io.plumbline.graders.tasks.CitationReference;
import io.plumbline.graders.tasks.SourceDocument;
import io.plumbline.graders.tasks.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One task's brief, claims and sources, indexed once. Its sentences are numbered from 0; an anchor
 * that the brief lacks is a sentence of its own behind them. Immutable.
 *
 * <p>Where no claims are recorded, the anchor phrases stand for them, with nothing known of their
 * sources.
 */
final class BriefIndex {
  /** Words of a sentence that there is room for at first. */
  static final int WORDS = 64;

  private static final int MOST = 64;

  private final WordTable words = new WordTable();
  private final SourceNames names;
  private final boolean recorded;
  private final boolean quotes;
  private final int required;
  private final List<SourceDocument> sources;
  private final List<Sentence> sentences = new ArrayList<>();

  /** Those with claims. */
  private final List<Sentence> units = new ArrayList<>();

  private final int inputSentences;
  private final Anchor[] anchors;
  private final long[] sourceStrong;
  private final SentenceTable places;
  private final AnchorTable anchorsByWord;

  BriefIndex(Task task, CitationReference reference) {
    sources = task.sources();
    if (sources.size() > MOST) {
      throw new IllegalArgumentException(
          "sources: " + sources.size() + " (expected: at most " + MOST + ")");
    }
    recorded = !reference.claims().isEmpty();
    required = reference.requiredCitations();
    List<CitationClaim> claims = recorded ? reference.claims() : claims(reference.anchorPhrases());
    if (claims.size() > MOST) {
      throw new IllegalArgumentException(
          (recorded ? "claims: " : "anchor_phrases: ")
              + claims.size()
              + " (expected: at most "
              + MOST
              + ")");
    }
    names = new SourceNames(sources);
    quotes = task.input().chars().noneMatch(c -> "\"\u201c\u201d\u00ab\u00bb".indexOf(c) >= 0);
    Lexicon.addTo(words);
    sourceStrong = new long[sources.size()];
    for (int i = 0; i < sourceStrong.length; i++) {
      sourceStrong[i] = read(sources.get(i).text()).strong();
      read(sources.get(i).name());
    }
    sentences.addAll(read(task.input()).sentences());
    inputSentences = sentences.size();
    anchors = new Anchor[claims.size()];
    for (int i = 0; i < anchors.length; i++) {
      anchors[i] = anchor(claims.get(i), i);
    }
    anchorsByWord = new AnchorTable(anchors, words.size());
    places = new SentenceTable(sentences.subList(0, inputSentences));
  }

  private TaskReader read(String text) {
    TaskReader reader = new TaskReader(text, words, names);
    reader.run();
    return reader;
  }

  private static List<CitationClaim> claims(List<String> phrases) {
    return phrases.stream()
        .filter(phrase -> !phrase.isBlank())
        .map(phrase -> new CitationClaim(phrase, List.of(), List.of(), List.of()))
        .toList();
  }

  private Anchor anchor(CitationClaim claim, int number) {
    List<Sentence> read = read(claim.anchor()).sentences();
    if (read.size() != 1) {
      throw unfit(claim, number);
    }
    char[] ids = read.get(0).ids;
    int sentence = 0;
    int at = -1;
    while (sentence < inputSentences) {
      at = sentences.get(sentence).prose ? indexOf(ids, sentences.get(sentence).ids) : -1;
      if (at >= 0) {
        break;
      }
      sentence++;
    }
    if (at < 0) {
      if (recorded) {
        throw unfit(claim, number);
      }
      sentence = sentences.size();
      at = 0;
      sentences.add(new Sentence(sentence, ids, true, false, new Tone()));
    }
    Sentence own = sentences.get(sentence);
    int unit = own.unit();
    if (unit < 0) {
      unit = units.size();
      units.add(own);
    }
    own.addClaim(number, unit);
    return new Anchor(claim, ids, unit, at, sources);
  }

  private IllegalArgumentException unfit(CitationClaim claim, int number) {
    return new IllegalArgumentException(
        (recorded ? "claims[" + number + "].anchor: '" : "anchor_phrases[" + number + "]: '")
            + claim.anchor()
            + "' (expected: words of one sentence"
            + (recorded ? " of the input's prose)" : ")"));
  }

  private static int indexOf(char[] anchor, char[] sentence) {
    for (int at = 0; at + anchor.length <= sentence.length; at++) {
      if (Arrays.equals(anchor, 0, anchor.length, sentence, at, at + anchor.length)) {
        return at;
      }
    }
    return -1;
  }

  /** The brief's sentence of exactly these words that is not yet taken, or -1. */
  int sentence(char[] ids, int count, boolean prose, StrictTally tally) {
    return places.find(ids, count, prose, tally);
  }

  /** The claims whose anchors stand among these words, a bit for each. */
  long claimsIn(char[] ids, int count) {
    return anchorsByWord.in(ids, count);
  }

  WordTable words() {
    return words;
  }

  SourceNames names() {
    return names;
  }

  /** Whether somebody recorded the claims. */
  boolean hasClaims() {
    return recorded;
  }

  boolean quotes() {
    return quotes;
  }

  int required() {
    return required;
  }

  String source(int number) {
    return sources.get(number).name();
  }

  /** The words of source {@code number} that overstate. */
  long strong(int number) {
    return sourceStrong[number];
  }

  /** Of the brief. */
  int inputSentences() {
    return inputSentences;
  }

  Sentence sentence(int number) {
    return sentences.get(number);
  }

  /** How many of the sentences have claims. */
  int units() {
    return units.size();
  }

  Sentence unit(int number) {
    return units.get(number);
  }

  int claims() {
    return anchors.length;
  }

  Anchor claim(int number) {
    return anchors[number];
  }
}
