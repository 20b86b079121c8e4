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

  /** Sentence by hash of its words to number + 1, by open addressing; at most half full. */
  private final int[] places;

  /** By word: the first anchor that begins with it, plus 1. */
  private final int[] anchorsByWord;

  /** By anchor: the next one that begins with the same word, plus 1. */
  private final int[] nextAnchors;

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
      Reader reader = new Reader(sources.get(i).text());
      reader.run();
      sourceStrong[i] = reader.strong;
      new Reader(sources.get(i).name()).run();
    }
    Reader input = new Reader(task.input());
    input.run();
    sentences.addAll(input.read);
    inputSentences = sentences.size();
    anchors = new Anchor[claims.size()];
    for (int i = 0; i < anchors.length; i++) {
      anchors[i] = anchor(claims.get(i), i);
    }
    anchorsByWord = new int[words.size()];
    nextAnchors = new int[anchors.length];
    chainAnchors();
    places = new int[Integer.highestOneBit(Math.max(1, inputSentences)) * 4];
    for (int i = 0; i < inputSentences; i++) {
      char[] ids = sentences.get(i).ids;
      place(hash(ids, ids.length), i);
    }
  }

  private static List<CitationClaim> claims(List<String> phrases) {
    return phrases.stream()
        .filter(phrase -> !phrase.isBlank())
        .map(phrase -> new CitationClaim(phrase, List.of(), List.of(), List.of()))
        .toList();
  }

  private Anchor anchor(CitationClaim claim, int number) {
    Reader reader = new Reader(claim.anchor());
    reader.run();
    char[] ids = reader.read.isEmpty() ? new char[0] : reader.read.get(0).ids;
    if (ids.length == 0 || reader.read.size() > 1) {
      throw unfit(claim, number);
    }
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
    if (own.unit() < 0) {
      units.add(own);
    }
    own.addClaim(number, own.unit() < 0 ? units.size() - 1 : own.unit());
    return new Anchor(claim, ids, own.unit(), at, sources);
  }

  private IllegalArgumentException unfit(CitationClaim claim, int number) {
    return new IllegalArgumentException(
        (recorded ? "claims[" + number + "].anchor: '" : "anchor_phrases[" + number + "]: '")
            + claim.anchor()
            + "' (expected: words of one sentence"
            + (recorded ? " of the input's prose)" : ")"));
  }

  private void chainAnchors() {
    for (int i = anchors.length - 1; i >= 0; i--) {
      int first = anchors[i].ids[0];
      nextAnchors[i] = anchorsByWord[first];
      anchorsByWord[first] = i + 1;
    }
  }

  private static int indexOf(char[] anchor, char[] sentence) {
    for (int at = 0; at + anchor.length <= sentence.length; at++) {
      if (Arrays.equals(anchor, 0, anchor.length, sentence, at, at + anchor.length)) {
        return at;
      }
    }
    return -1;
  }

  private void place(int hash, int sentence) {
    int at = hash & (places.length - 1);
    while (places[at] != 0) {
      at = (at + 1) & (places.length - 1);
    }
    places[at] = sentence + 1;
  }

  private static int hash(char[] ids, int count) {
    int hash = count;
    for (int i = 0; i < count; i++) {
      hash = hash * 31 + ids[i];
    }
    return (hash ^ (hash >>> 16)) * 0x9e3779b1;
  }

  /** The brief's sentence of exactly these words that is not yet taken, or -1. */
  int sentence(char[] ids, int count, boolean prose, StrictTally tally) {
    int at = hash(ids, count) & (places.length - 1);
    while (places[at] != 0) {
      int number = places[at] - 1;
      Sentence sentence = sentences.get(number);
      if (sentence.prose == prose
          && !tally.isTaken(number)
          && Arrays.equals(ids, 0, count, sentence.ids, 0, sentence.ids.length)) {
        return number;
      }
      at = (at + 1) & (places.length - 1);
    }
    return -1;
  }

  /** The claims whose anchors stand among these words, a bit for each. */
  long claimsIn(char[] ids, int count) {
    long found = 0;
    for (int i = 0; i < count; i++) {
      int next = ids[i] == WordTable.UNKNOWN ? 0 : anchorsByWord[ids[i]];
      while (next > 0) {
        Anchor anchor = anchors[next - 1];
        int end = i + anchor.ids.length;
        if (end <= count && Arrays.equals(ids, i, end, anchor.ids, 0, anchor.ids.length)) {
          found |= 1L << (next - 1);
        }
        next = nextAnchors[next - 1];
      }
    }
    return found;
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

  /** Reads a text of the task: its words become known. */
  private final class Reader extends SentenceScan {
    private final List<Sentence> read = new ArrayList<>();
    private final Tone tone = new Tone();
    private long strong;

    Reader(String text) {
      super(text, new char[WORDS], BriefIndex.this.words, BriefIndex.this.names, false);
    }

    @Override
    protected int id(int hash, int from, int to) {
      int id = words.add(text, from, to);
      words.flag(id, Lexicon.IN_TASK);
      return id;
    }

    @Override
    protected void endOfSentence() {
      if (count == 0) {
        return;
      }
      tone.read(words, ids, count);
      strong |= tone.strong();
      read.add(new Sentence(read.size(), Arrays.copyOf(ids, count), prose, asks, tone));
    }
  }
}
