package io.plumbline.graders.pytext;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class NeedleTest {

  @Test
  void caseDoesNotMatterOnEitherSide() {
    assertThat(new Needle("Sparse And Late").isIn("feedback is SPARSE and late")).isTrue();
    assertThat(new Needle("résumé").isIn("A RÉSUMÉ.")).isTrue();
    assertThat(new Needle("\ud801\udc00").isIn("x\ud801\udc28")).isTrue();
  }

  @Test
  void kelvinSignsAreLettersKButLongSAndDotlessIAreNotSAndI() {
    assertThat(new Needle("task").isIn("tas\u212a")).isTrue();
    assertThat(new Needle("is").isIn("i\u017f")).isFalse();
    assertThat(new Needle("is").isIn("\u0131s")).isFalse();
  }

  @Test
  void aDottedCapitalIIsFoundAsAnIWithADot() {
    assertThat(new Needle("is").isIn("İS")).isFalse();
    assertThat(new Needle("i\u0307s").isIn("İS")).isTrue();
  }

  @Test
  void aSigmaIsFoundInTheFormThatItsPlaceGivesIt() {
    assertThat(new Needle("οδος").isIn("Η ΟΔΟΣ")).isTrue();
    assertThat(new Needle("οδος").isIn("Η ΟΔΟΣΑ")).isFalse();
    assertThat(new Needle("οδοσ").isIn("Η ΟΔΟΣΑ")).isTrue();
  }

  @Test
  void halfOfASurrogatePairIsNotFoundInThePair() {
    assertThat(new Needle("\ude00").isIn("\ud83d\ude00")).isFalse();
    assertThat(new Needle("\ud83d").isIn("\ud83d\ude00")).isFalse();
    assertThat(new Needle("\ud83d").isIn("\ud83d \ude00")).isTrue();
  }

  @Test
  void anEmptyPhraseIsInEveryText() {
    assertThat(new Needle("").isIn("")).isTrue();
  }

  @Test
  void agreesWithPlainSearchWherePhrasesOverlapThemselves() {
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      String phrase = word(random, 1 + random.nextInt(6));
      String text = word(random, random.nextInt(20));
      assertThat(new Needle(phrase).isIn(text))
          .as("%s in %s", phrase, text)
          .isEqualTo(PyText.lower(text).contains(PyText.lower(phrase)));
    }
  }

  private static String word(Random random, int length) {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < length; i++) {
      word.append("aAbΣ".charAt(random.nextInt(i % 7 == 0 ? 4 : 3)));
    }
    return word.toString();
  }
}
