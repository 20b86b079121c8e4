package io.plumbline.benchmarks.graders;

import io.plumbline.benchmarks.graders.RegexCitedText.Line;
import io.plumbline.benchmarks.graders.RegexLexicon.Word;
import io.plumbline.graders.tasks.CitationClaim;
import io.plumbline.graders.tasks.CitationReference;
import io.plumbline.graders.tasks.SourceDocument;
import io.plumbline.graders.tasks.Task;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** A citation task as the strict rules see it: its brief's sentences, its claims, its sources. */
final class RegexBrief {
  private static final Pattern QUOTES = Pattern.compile("[\"\u201c\u201d\u00ab\u00bb]");

  /** Whether somebody recorded the claims; else the anchor phrases stand for them. */
  final boolean recorded;

  final int required;

  /** Of the brief; behind them, of an anchor that the brief lacks. */
  final int inputSentences;

  final List<Claim> claims = new ArrayList<>();
  final RegexMarkers markers;

  private final boolean quotes;
  private final RegexLexicon lexicon = new RegexLexicon();
  private final List<Sentence> sentences = new ArrayList<>();
  private final Map<List<Word>, List<Sentence>> byWords = new HashMap<>();

  /** By source. */
  private final List<Set<Word>> overstating = new ArrayList<>();

  /** A sentence of the brief; its claims are known once the brief is. */
  static final class Sentence {
    final int number;
    final Line line;
    final RegexTone tone;
    final List<Claim> claims = new ArrayList<>();

    Sentence(int number, Line line, RegexTone tone) {
      this.number = number;
      this.line = line;
      this.tone = tone;
    }
  }

  /** A claim: there is one object for each. */
  static final class Claim {
    final List<Word> words;
    final Sentence sentence;

    /** Where its words begin in its sentence. */
    final int at;

    /** The sources that support it. */
    final Set<Integer> full;

    /** Those and the ones that do so in part. */
    final Set<Integer> fit;

    Claim(List<Word> words, Sentence sentence, Set<Integer> full, Set<Integer> fit) {
      this.words = words;
      this.sentence = sentence;
      this.full = full;
      this.fit = fit;
      at = RegexBrief.at(words, sentence.line.words());
    }
  }

  RegexBrief(Task task, CitationReference reference) {
    recorded = !reference.claims().isEmpty();
    required = reference.requiredCitations();
    markers = new RegexMarkers(task.sources());
    quotes = !QUOTES.matcher(task.input()).find();
    for (SourceDocument source : task.sources()) {
      Set<Word> strong = new HashSet<>();
      read(source.text()).forEach(line -> strong.addAll(RegexTone.of(line.words()).overstating()));
      overstating.add(strong);
      read(source.name());
    }
    for (Line line : read(task.input())) {
      Sentence sentence = new Sentence(sentences.size(), line, RegexTone.of(line.words()));
      sentences.add(sentence);
      byWords.computeIfAbsent(line.words(), words -> new ArrayList<>()).add(sentence);
    }
    inputSentences = sentences.size();
    if (recorded) {
      reference.claims().forEach(claim -> add(claim, task.sources()));
    } else {
      reference.anchorPhrases().stream()
          .filter(phrase -> !phrase.isBlank())
          .map(phrase -> new CitationClaim(phrase, List.of(), List.of(), List.of()))
          .forEach(claim -> add(claim, task.sources()));
    }
  }

  /** The sentences of a text of the task that have words. */
  private List<Line> read(String text) {
    List<Line> lines = RegexCitedText.read(text, false, markers, lexicon::add);
    lines.removeIf(line -> line.words().isEmpty());
    return lines;
  }

  private void add(CitationClaim claim, List<SourceDocument> sources) {
    Line anchor = read(claim.anchor()).get(0);
    Sentence sentence =
        sentences.subList(0, inputSentences).stream()
            .filter(each -> each.line.prose() && at(anchor.words(), each.line.words()) >= 0)
            .findFirst()
            .orElseGet(() -> alone(anchor));
    Set<Integer> full = places(claim.supports(), sources);
    Set<Integer> fit = places(claim.halfSupports(), sources);
    fit.addAll(full);
    Claim added = new Claim(anchor.words(), sentence, full, fit);
    claims.add(added);
    sentence.claims.add(added);
  }

  private Sentence alone(Line anchor) {
    Line line = new Line(anchor.words(), true, false, List.of(), 0);
    Sentence sentence = new Sentence(sentences.size(), line, RegexTone.of(List.of()));
    sentences.add(sentence);
    return sentence;
  }

  private static Set<Integer> places(List<String> names, List<SourceDocument> sources) {
    Set<Integer> places = new HashSet<>();
    for (int i = 0; i < sources.size(); i++) {
      if (names.contains(sources.get(i).name())) {
        places.add(i);
      }
    }
    return places;
  }

  /** Where some words stand among others, or -1. */
  static int at(List<Word> words, List<Word> among) {
    return Collections.indexOfSubList(among, words);
  }

  /** The sentences of an output. */
  List<Line> lines(String output) {
    return RegexCitedText.read(output, quotes, markers, lexicon::word);
  }

  /** The brief's sentences of exactly these words. */
  List<Sentence> sentences(List<Word> words) {
    return byWords.getOrDefault(words, List.of());
  }

  /** All sentences, by number. */
  int sentences() {
    return sentences.size();
  }

  /** The words of a source that overstate. */
  Set<Word> overstating(int source) {
    return overstating.get(source);
  }
}
