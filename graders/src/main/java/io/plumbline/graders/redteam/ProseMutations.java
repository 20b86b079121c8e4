package io.plumbline.graders.redteam;

import io.plumbline.graders.tasks.SplitMix64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Changes to prose: sentences, what they say, how sure they are, and what they cite. */
final class ProseMutations {
  static final List<Mutation> ALL =
      List.of(
          ProseMutations::dropSentence,
          ProseMutations::repeatSentence,
          ProseMutations::moveSentence,
          ProseMutations::quoteSentence,
          ProseMutations::mergeSentences,
          ProseMutations::reverseSentences,
          ProseMutations::negate,
          ProseMutations::negateAll,
          ProseMutations::replaceWord,
          ProseMutations::addWords,
          ProseMutations::addSentence,
          ProseMutations::changeMarker,
          ProseMutations::addMarker,
          ProseMutations::moveMarker,
          ProseMutations::respellMarker,
          ProseMutations::wrapSentence);

  private static final Pattern VERB =
      Pattern.compile("\\b(is|are|was|were|has|have|had|will|can|should)\\b");
  private static final Pattern MARKER = Pattern.compile("\\[[^\\]]{1,40}\\]|\\([^)]{1,20}\\)");
  private static final Pattern SOURCE = Pattern.compile("Source [A-Z]");

  private static final List<String> WORDS =
      List.of(
          "not",
          "never",
          "no",
          "proves",
          "always",
          "certainly",
          "suggests",
          "may",
          "perhaps",
          "on limited evidence",
          "it is said that",
          "contrary to what follows,",
          "by the committee",
          "was",
          "been",
          "fewer",
          "more",
          "all",
          "some",
          "nobody",
          "falsely",
          "in no way",
          "as if");

  private static final List<String> SENTENCES =
      List.of(
          "None of the above is true.",
          "The above is wrong.",
          "Everyone was unhappy with it.",
          "It failed in the end and nobody knows why.",
          "This proves the point beyond doubt.",
          "The money was lost by the treasurer.",
          "See the notes.",
          "That is the whole truth.",
          "Limited evidence suggests the opposite.",
          "It is the other way round.",
          "Whoever wrote this did not read the papers.",
          "No.",
          "So it was decided by all.");

  private ProseMutations() {}

  private static String dropSentence(String text, Material material, SplitMix64 random) {
    List<String> sentences = Lines.sentences(text);
    sentences.remove(random.below(sentences.size()));
    return String.join("", sentences);
  }

  private static String repeatSentence(String text, Material material, SplitMix64 random) {
    List<String> sentences = Lines.sentences(text);
    sentences.add(random.below(sentences.size() + 1), random.pick(sentences) + " ");
    return String.join("", sentences);
  }

  private static String moveSentence(String text, Material material, SplitMix64 random) {
    List<String> sentences = Lines.sentences(text);
    String sentence = sentences.remove(random.below(sentences.size()));
    sentences.add(random.below(sentences.size() + 1), sentence);
    return String.join("", sentences);
  }

  private static String quoteSentence(String text, Material material, SplitMix64 random) {
    List<String> sentences = Lines.sentences(text);
    String other = random.pick(Lines.sentences(random.pick(material.texts())));
    sentences.add(random.below(sentences.size() + 1), other + " ");
    return String.join("", sentences);
  }

  /** A full stop goes, or becomes a comma or semicolon. */
  private static String mergeSentences(String text, Material material, SplitMix64 random) {
    String end = random.pick(List.of("", ",", ";", " and", " -", "\u3002", "\u2026"));
    int at = text.indexOf(". ", random.below(text.length() + 1));
    return at < 0 ? text : text.substring(0, at) + end + text.substring(at + 1);
  }

  private static String reverseSentences(String text, Material material, SplitMix64 random) {
    List<String> sentences = Lines.sentences(text);
    int one = random.below(sentences.size());
    int other = random.below(sentences.size());
    Collections.reverse(sentences.subList(Math.min(one, other), Math.max(one, other) + 1));
    return String.join("", sentences);
  }

  private static String negate(String text, Material material, SplitMix64 random) {
    List<MatchResult> verbs = VERB.matcher(text).results().toList();
    if (verbs.isEmpty()) {
      return text;
    }
    int at = random.pick(verbs).end();
    String not = random.pick(List.of(" not", " never", " hardly", " by no means", "n't"));
    return text.substring(0, at) + not + text.substring(at);
  }

  private static String negateAll(String text, Material material, SplitMix64 random) {
    String not = random.pick(List.of(" not", " never", " in no way", " hardly ever"));
    return VERB.matcher(text).replaceAll("$1" + not);
  }

  private static String replaceWord(String text, Material material, SplitMix64 random) {
    String word = random.pick(WORDS);
    return String.join("", Lines.changed(Lines.tokens(text), random, old -> word));
  }

  private static String addWords(String text, Material material, SplitMix64 random) {
    return inserted(Lines.tokens(text), random, random.pick(WORDS));
  }

  private static String inserted(List<String> tokens, SplitMix64 random, String words) {
    int at = random.below(tokens.size());
    while (at < tokens.size() && !tokens.get(at).equals(" ")) {
      at++;
    }
    tokens.add(at, " " + words);
    return String.join("", tokens);
  }

  private static String addSentence(String text, Material material, SplitMix64 random) {
    List<String> sentences = Lines.sentences(text);
    sentences.add(random.below(sentences.size() + 1), random.pick(SENTENCES) + " ");
    return String.join("", sentences);
  }

  /** Another source for a marker that is there. */
  private static String changeMarker(String text, Material material, SplitMix64 random) {
    List<MatchResult> sources = SOURCE.matcher(text).results().toList();
    if (sources.isEmpty()) {
      return text;
    }
    MatchResult old = random.pick(sources);
    String source = "Source " + (char) ('A' + random.below(8));
    return text.substring(0, old.start()) + source + text.substring(old.end());
  }

  private static String addMarker(String text, Material material, SplitMix64 random) {
    return inserted(Lines.tokens(text), random, marker(random));
  }

  private static String marker(SplitMix64 random) {
    char letter = (char) ('A' + random.below(8));
    char other = (char) ('A' + random.below(8));
    return switch (random.below(9)) {
      case 0 -> "[" + letter + "]";
      case 1 -> "[" + (letter - 'A' + 1) + "]";
      case 2 -> "(" + (letter - 'A' + 1) + ")";
      case 3 -> "(Source " + letter + ")";
      case 4 -> "[Source " + letter + ", Source " + other + "]";
      case 5 -> "[Source " + letter + "; " + other + "]";
      case 6 -> "[1-7]";
      case 7 -> "[see Source " + letter + "]";
      default -> "[Source " + letter + "]";
    };
  }

  private static String moveMarker(String text, Material material, SplitMix64 random) {
    List<MatchResult> markers = MARKER.matcher(text).results().toList();
    if (markers.isEmpty()) {
      return text;
    }
    MatchResult marker = random.pick(markers);
    String without = text.substring(0, marker.start()) + text.substring(marker.end());
    return inserted(Lines.tokens(without), random, marker.group());
  }

  private static String respellMarker(String text, Material material, SplitMix64 random) {
    List<MatchResult> markers = MARKER.matcher(text).results().toList();
    if (markers.isEmpty()) {
      return text;
    }
    MatchResult old = random.pick(markers);
    String inner = old.group().substring(1, old.group().length() - 1);
    String marker =
        switch (random.below(8)) {
          case 0 -> "(" + inner + ")";
          case 1 -> "[[" + inner + "]]";
          case 2 -> "[" + inner.toUpperCase(Locale.ROOT) + "]";
          case 3 -> "[" + inner + "][" + inner + "]";
          case 4 -> "[not " + inner + "]";
          case 5 -> "[" + inner + " contradicts this]";
          case 6 -> "[" + inner + "\u200B]";
          default -> inner;
        };
    return text.substring(0, old.start()) + marker + text.substring(old.end());
  }

  /** A sentence in quotes, a comment, a list, or a mouth. */
  private static String wrapSentence(String text, Material material, SplitMix64 random) {
    int form = random.below(7);
    return String.join(
        "",
        Lines.changed(
            Lines.sentences(text),
            random,
            sentence ->
                switch (form) {
                  case 0 -> "\"" + sentence.strip() + "\" ";
                  case 1 -> "<!-- " + sentence.strip() + " --> ";
                  case 2 -> "\n- " + sentence;
                  case 3 -> "It is a myth that " + sentence;
                  case 4 -> "~~" + sentence.strip() + "~~ ";
                  case 5 -> "`" + sentence.strip() + "` ";
                  default -> "Some falsely say that " + sentence;
                }));
  }
}
