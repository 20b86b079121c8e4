package io.plumbline.graders.redteam.oracles;

import io.plumbline.graders.tasks.SourceDocument;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads an output as sentences with what they cite. Immutable. */
final class Citations {
  private static final Pattern MARKER =
      Pattern.compile(
          "\\[([^\\[\\]]{0,198})\\]"
              + "|\\([\\s\u00a0]*((?i:source)[\\s\u00a0]+[\\p{L}\\p{N}]{1,3}[\\s\u00a0]*(?:[,;&][^()]*)?"
              + "|\\d+(?:[\\s\u00a0]*[,;][\\s\u00a0]*\\d+)*)[\\s\u00a0]*\\)");
  private static final Pattern PART = Pattern.compile("\\s*(?:[,;&]|\\band\\b)\\s*");
  private static final Pattern HIDDEN =
      Pattern.compile(
          "(?sm)<!--.*?(?:-->|\\z)|^\\h*(```|~~~).*?^\\h*\\1[^\\r\\n]*|^\\h*(?:```|~~~)[^\\r\\n]*"
              + "|~~[^\\r\\n]*?~~");
  private static final Pattern BRACKETS =
      Pattern.compile("\\[[^\\[\\]]{0,198}\\]|\\((?i:source)\\s[^()]{0,190}\\)");

  /** Blanks, and what parts lines without being a line's end on every screen. */
  private static final Pattern BLANK =
      Pattern.compile("[\\p{Z}\\u000b\\u000c\\u001c-\\u001f\\u0085\\t]");

  private static final Pattern STOP_WITHIN = Pattern.compile("[.!?]+(?=[,;:])");

  /** A heading's line, which no sentence goes on across. */
  private static final Pattern HEADING = Pattern.compile("(?m)^ {0,3}#{1,6}(?: .*)?$");

  /** Where a sentence ends though no white space follows. */
  private static final Pattern TIGHT_STOP = Pattern.compile("(?<=[.!?])(?=[\\[(])");

  private final List<String> names;

  Citations(List<SourceDocument> sources) {
    names = sources.stream().map(SourceDocument::name).toList();
  }

  /** A sentence, without its markers, and the sources that these name; "" where one names none. */
  record Cited(String bare, Set<String> sources) {}

  /** What is to be seen of it; no white space and no stop within brackets, where none ends. */
  static String shown(String output) {
    String visible = HIDDEN.matcher(output).replaceAll(" ");
    String plain = STOP_WITHIN.matcher(BLANK.matcher(visible).replaceAll(" ")).replaceAll("");
    String parted = HEADING.matcher(plain).replaceAll("\n\n$0\n\n");
    String apart = TIGHT_STOP.matcher(parted).replaceAll(" ");
    return BRACKETS
        .matcher(apart)
        .replaceAll(
            marker ->
                Matcher.quoteReplacement(
                    marker.group().replaceAll("\\s+", "\u00a0").replaceAll("[.!?]", "\u00b7")));
  }

  /** The sentences of a text as {@link #shown} gives it. */
  List<Cited> sentences(String shown) {
    return Prose.sentences(shown).stream().map(this::read).toList();
  }

  private Cited read(String sentence) {
    Set<String> sources = new LinkedHashSet<>();
    MARKER.matcher(sentence).results().forEach(marker -> sources.addAll(sources(marker)));
    return new Cited(bare(sentence), sources);
  }

  /** Without its markers; (140) may be any number, and stays. */
  String bare(String text) {
    return MARKER
        .matcher(text)
        .replaceAll(
            marker ->
                marker.group(2) != null && sources(marker).isEmpty()
                    ? Matcher.quoteReplacement(" " + marker.group(2) + " ")
                    : " ");
  }

  /** What a marker names; "" where that is no source. A gap between two commas names nothing. */
  private Set<String> sources(MatchResult marker) {
    boolean square = marker.group(1) != null;
    Set<String> sources = new LinkedHashSet<>();
    for (String part : PART.split(square ? marker.group(1) : marker.group(2), -1)) {
      String asked = Looks.plain(part);
      String source = source(asked);
      boolean number = !square && Figures.isFigure(asked);
      if (number && source.isEmpty()) {
        return Set.of(); // numbers that are not all places are figures
      }
      if (!asked.isEmpty()) {
        sources.add(source);
      }
    }
    return sources;
  }

  /** By name, by letter or by place. */
  private String source(String text) {
    String asked = text.toLowerCase(Locale.ROOT).replaceFirst("^0(?=\\d$)", "");
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i).toLowerCase(Locale.ROOT);
      if (asked.equals(name)
          || name.endsWith(" " + asked)
          || asked.equals(Integer.toString(i + 1))) {
        return names.get(i);
      }
    }
    return "";
  }
}
