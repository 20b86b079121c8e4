package io.plumbline.graders.revision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokensTest {
  private static final Alphabet LATIN = new Alphabet("", "");

  /** Words as they stand, figures in brackets, a bar behind each sentence. */
  private static String spelled(String text) {
    Tokens tokens = new Tokens(LATIN).start(text);
    List<String> words = new ArrayList<>();
    for (byte kind = tokens.next(); kind != Tokens.DONE; kind = tokens.next()) {
      String word = kind == Tokens.END ? "|" : text.substring(tokens.from(), tokens.to());
      words.add(kind == Tokens.FIGURE ? "[" + word + "]" : word);
    }
    return String.join(" ", words);
  }

  private static long figure(String text) {
    Tokens tokens = new Tokens(LATIN).start(text);
    assertThat(tokens.next()).as(text).isEqualTo(Tokens.FIGURE);
    long hash = tokens.hash();
    assertThat(tokens.next()).as(text).isEqualTo(Tokens.END);
    return hash;
  }

  @Test
  void cutsTextIntoWordsFiguresAndSentences() {
    assertThat(spelled("At 9:05 the crew's boat, No-Name, left. Who knew?"))
        .isEqualTo("At [9:05] the crew's boat No Name left | Who knew |");
    assertThat(spelled("Dr. Vey and J. Roe came. \"So be it.\" All went"))
        .isEqualTo("Dr Vey and J Roe came | So be it | All went |");
    assertThat(spelled("A heading\n\nThe text\ngoes on\n- an item\n- one more"))
        .isEqualTo("A heading | The text goes on | an item | one more |");
    assertThat(spelled("Of 4,600 euros 12.5 % or twelve percent in Q3, the 3rd"))
        .isEqualTo("Of [4,600] euros [12.5 %] or [twelve percent] in Q3 the 3rd |");
    assertThat(spelled("... !!! \n\n ?")).isEmpty();
    assertThat(spelled("e.g. this")).isEqualTo("e g | this |");
    assertThat(spelled(". So be it.\n\n")).isEqualTo("So be it |");
    assertThat(spelled("So be it\n\n")).isEqualTo("So be it |");
    assertThat(spelled("He counts in 5s. So do we.")).isEqualTo("He counts in 5s | So do we |");
    assertThat(spelled("ten-five, forty-five, forty-ten"))
        .isEqualTo("[ten] [five] [forty-five] [forty] [ten] |");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "4,600;4600",
        "12;twelve",
        "45;forty-five",
        "45;Forty-Five",
        "20;twenty",
        "12%;12 percent",
        "12 %;twelve per cent",
        "3.5;3.50",
        "1,234,567;1234567",
        "09:05;9:05"
      })
  void oneValueHasOneHash(String one, String other) {
    assertThat(figure(one)).isEqualTo(figure(other));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {"4,600;46,00", "12;12%", "3.5;35", "9:05;905", "1.2.3;1.23", "45;46", "0;00.1"})
  void differentValuesHaveDifferentHashes(String one, String other) {
    assertThat(figure(one)).isNotEqualTo(figure(other));
  }

  @Test
  void namesAreCapitalsAmidASentenceAndCodes() {
    List<String> names = new ArrayList<>();
    String text = "The Vey boat met NATO at B12. Ada spoke of Ada.";
    Tokens tokens = new Tokens(LATIN).start(text);
    for (byte kind = tokens.next(); kind != Tokens.DONE; kind = tokens.next()) {
      if (kind == Tokens.WORD && tokens.isName()) {
        names.add(text.substring(tokens.from(), tokens.to()));
      }
    }
    assertThat(names).containsExactly("Vey", "NATO", "B12", "Ada");
  }

  @Test
  void aCodeIsANameWhereverItStands() {
    for (String word : List.of("NATO", "IT", "B12", "b2", "3rd")) {
      Tokens tokens = new Tokens(LATIN).start(word + " came");
      assertThat(tokens.next()).isEqualTo(Tokens.WORD);
      assertThat(tokens.isName()).as(word).isTrue();
    }
    for (String word : List.of("Nato", "NaTo", "A", "I'M", "on")) {
      Tokens tokens = new Tokens(LATIN).start(word + " came");
      assertThat(tokens.next()).isEqualTo(Tokens.WORD);
      assertThat(tokens.isName()).as(word).isFalse();
    }
  }

  @Test
  void aCharacterIsForeignUnlessItIsPrintedLatinOrTheDrafts() {
    for (String text :
        List.of("caf\u0435", "\u200b", "a\u00adb", "\uff14", "a\0", "\ud800x", "\u03b1")) {
      Tokens tokens = new Tokens(LATIN).start(text);
      assertThat(tokens.next()).isEqualTo(Tokens.WORD);
      assertThat(tokens.isForeign()).as(text).isTrue();
      Tokens known = new Tokens(new Alphabet(text, "")).start(text);
      known.next();
      assertThat(known.isForeign()).as(text).isFalse();
    }
    for (String text :
        List.of("caf\u00e9", "\u201cso\u201d", "\u20ac5", "a\u2013b", "\u0141ód\u017a")) {
      Tokens tokens = new Tokens(LATIN).start(text);
      tokens.next();
      assertThat(tokens.isForeign()).as(text).isFalse();
    }
  }
}
