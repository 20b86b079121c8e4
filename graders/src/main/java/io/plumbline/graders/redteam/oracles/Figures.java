package io.plumbline.graders.redteam.oracles;

import java.text.Normalizer;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The figures that a brief and its sources have. Immutable. */
final class Figures {
  private static final Pattern FIGURE = Pattern.compile("\\p{N}+(?:[.,]\\p{N}+)*");

  /** A word or number with what adjoins it, be it letters or figures. */
  private static final Pattern TOKEN =
      Pattern.compile("[\\p{L}\\p{N}]+(?:(?<=\\p{N})[.,](?=\\p{N})[\\p{L}\\p{N}]+)*");

  private static final Pattern LIST_NUMBER = Pattern.compile("(?m)^\\h*\\d{1,3}[.)](?=\\s)");

  private final Set<String> known;

  Figures(List<String> texts) {
    known = texts.stream().flatMap(text -> in(text).stream()).collect(Collectors.toSet());
  }

  static boolean isFigure(String text) {
    return FIGURE.matcher(text).matches();
  }

  /** How many words and numbers of the text have a figure that is not known, accents aside. */
  long made(String text) {
    String bare = Normalizer.normalize(text, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
    return TOKEN
        .matcher(LIST_NUMBER.matcher(bare).replaceAll(" "))
        .results()
        .filter(token -> !known.containsAll(in(token.group())))
        .count();
  }

  private static List<String> in(String text) {
    return FIGURE
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .map(figure -> figure.replace(",", ""))
        .toList();
  }
}
