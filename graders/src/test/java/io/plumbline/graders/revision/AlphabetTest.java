package io.plumbline.graders.revision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class AlphabetTest {
  private static final Pattern SPACE = Pattern.compile("[\\s\\x1c-\\x1f\\x85\\p{Z}]");
  private static final Pattern LETTER =
      Pattern.compile("[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff]");
  private static final Pattern PRINTED =
      Pattern.compile(
          "[ -~\u00a1-\u00ac\u00ae-\u00bf\u00d7\u00f7\u2010-\u2027\u2030-\u205e\u20a0-\u20cf\u2212]");

  private static byte expected(char c) {
    String text = String.valueOf(c);
    if (SPACE.matcher(text).matches()) {
      return Alphabet.SPACE;
    }
    if (LETTER.matcher(text).matches()) {
      return Alphabet.LETTER;
    }
    if (c >= '0' && c <= '9') {
      return Alphabet.DIGIT;
    }
    if (c == '.' || c == '!' || c == '?') {
      return Alphabet.STOP;
    }
    return PRINTED.matcher(text).matches() ? Alphabet.OTHER : Alphabet.FOREIGN;
  }

  @Test
  void eachCharacterIsOfTheKindThatItsBlockMakesIt() {
    Alphabet alphabet = new Alphabet("", "");
    for (int c = 0; c <= Character.MAX_VALUE; c++) {
      assertThat(alphabet.kind((char) c)).as("U+%04X", c).isEqualTo(expected((char) c));
    }
  }

  /** Where draft or gold have it, a character is as good as a letter. */
  @Test
  void noCharacterOfDraftOrGoldIsForeign() {
    StringBuilder all = new StringBuilder();
    for (int c = 0; c <= Character.MAX_VALUE; c++) {
      all.append((char) c);
    }
    for (Alphabet alphabet :
        new Alphabet[] {new Alphabet(all.toString(), ""), new Alphabet("", all.toString())}) {
      for (int c = 0; c <= Character.MAX_VALUE; c++) {
        byte kind = expected((char) c);
        assertThat(alphabet.kind((char) c))
            .as("U+%04X", c)
            .isEqualTo(kind == Alphabet.FOREIGN ? Alphabet.LETTER : kind);
      }
    }
  }
}
