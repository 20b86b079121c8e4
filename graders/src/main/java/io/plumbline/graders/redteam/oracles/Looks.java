package io.plumbline.graders.redteam.oracles;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How text looks to a reader, whatever characters it is made of. */
final class Looks {
  /** Letters of other alphabets that print as a Latin one. */
  private static final Map<Integer, String> LATIN =
      pairs(
          "аaеeоoрpсcуyхxіiјjѕsԁdһhԛqԝwАAВBЕEЗ3КKМMНHОOРPСCТTУYХXІIЈJЅS"
              + "αaοoνvρpυuΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧX‐-‑-‒-–-—-−-");

  private static final Pattern HIDDEN = Pattern.compile("[\\p{Cf}\\p{Cn}\\p{Co}\\p{Cs}]");
  private static final Pattern BLANK = Pattern.compile("[\\s\\p{Z}\\p{Cc}]+");

  private Looks() {}

  private static Map<Integer, String> pairs(String pairs) {
    return IntStream.range(0, pairs.length() / 2)
        .boxed()
        .collect(
            Collectors.toMap(
                i -> (int) pairs.charAt(2 * i), i -> pairs.substring(2 * i + 1, 2 * i + 2)));
  }

  /** Compatibility forms and invisible characters undone, white space as single blanks, trimmed. */
  static String plain(String text) {
    if (isSimple(text)) {
      return text.strip();
    }
    String composed = Normalizer.normalize(text, Normalizer.Form.NFKC);
    String shown = HIDDEN.matcher(composed).replaceAll("");
    return BLANK.matcher(shown).replaceAll(" ").strip();
  }

  /** Nothing but printable ASCII and single blanks: looks like what it is. */
  private static boolean isSimple(String text) {
    return !text.contains("  ") && text.chars().allMatch(c -> c >= ' ' && c <= '~');
  }

  /** The same, with accents and case gone and letters that look Latin made Latin. */
  static String skeleton(String text) {
    String plain = plain(text);
    if (isSimple(plain)) {
      return plain.toLowerCase(Locale.ROOT);
    }
    String bare = Normalizer.normalize(plain, Normalizer.Form.NFKD).replaceAll("\\p{M}", "");
    return bare.codePoints()
        .mapToObj(c -> LATIN.getOrDefault(c, Character.toString(c)))
        .collect(Collectors.joining())
        .toLowerCase(Locale.ROOT)
        .strip();
  }
}
