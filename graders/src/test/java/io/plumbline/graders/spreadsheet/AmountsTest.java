package io.plumbline.graders.spreadsheet;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmountsTest {

  private static boolean isPlain(String text) {
    return Amounts.isPlain(text, 0, text.length());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "12", "-3", "-12345678.90", "0.5", "007", "1234.5"})
  void digitsAndDecimalsArePlain(String text) {
    assertThat(isPlain(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "-", ".5", "5.", "+5", "1,200", "1,20", ",123", "1.2.3", "1.234,5", "1 200", "$5", "5K",
        "1e3", "--1", "1,", "٣"
      })
  void anythingElseIsNot(String text) {
    assertThat(isPlain(text)).isFalse();
  }

  @Test
  void equalityIsThatOfDecimals() {
    Random random = new Random(3);
    String[] parts = {"0", "00", "1", "5", "10", "120", "1,000", "0,120", "000"};
    String[] decimals = {"", ".0", ".5", ".50", ".05", ".500", ".01"};
    for (int i = 0; i < 50_000; i++) {
      String[] text = new String[2];
      for (int k = 0; k < 2; k++) {
        text[k] =
            (random.nextInt(3) == 0 ? "-" : "")
                + parts[random.nextInt(parts.length)]
                + decimals[random.nextInt(decimals.length)];
      }
      String canonical = Amounts.canonical(text[0], 0);
      boolean same = isPlain(text[1]) && decimal(text[0]).compareTo(decimal(text[1])) == 0;
      assertThat(Amounts.equalsPlain(text[1], 0, text[1].length(), canonical))
          .as("%s as %s", text[0], text[1])
          .isEqualTo(same);
    }
  }

  @Test
  void theCanonicalFormIsTheShortestDecimal() {
    Random random = new Random(4);
    for (int i = 0; i < 20_000; i++) {
      BigDecimal value = BigDecimal.valueOf(random.nextInt(4001) - 2000, random.nextInt(5));
      int shift = random.nextInt(3) * 3 - 3;
      BigDecimal shifted = value.scaleByPowerOfTen(shift);
      String expected = shifted.signum() == 0 ? "0" : shifted.stripTrailingZeros().toPlainString();
      assertThat(Amounts.canonical(value.toPlainString(), shift)).isEqualTo(expected);
    }
  }

  private static BigDecimal decimal(String text) {
    return new BigDecimal(text.replace(",", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"1.5,3 | 1.5", "1.5.3 | 1.5", "1,878,500 | 1878.5"})
  void aNumberHasCommasAndThenOnePoint(String text, String thousands) {
    assertThat(Amounts.holds(text, thousands)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "costs 1878 | 1878",
        "$1,878 | 1878",
        "1878$K | 1878",
        "1878000 | 1878",
        "1.878 M | 1878",
        "1.878m | 1878",
        "2 million | 2000",
        "-3 K | -3",
        "3-4 | -4",
        "5, then 7 | 7"
      })
  void anAmountIsHeldInWhateverUnit(String text, String thousands) {
    assertThat(Amounts.holds(text, thousands)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1878 M | 1878",
        "1878000 K | 1878",
        "1.878 | 1878",
        "-3 | 3",
        "3 | -3",
        "none | 0",
        "12 | 1"
      })
  void aUnitThatIsNamedCounts(String text, String thousands) {
    assertThat(Amounts.holds(text, thousands)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9\u2028 507",
        "9\u2009\u3000507",
        "1\u00001\u2060\u200112",
        "9.\u200b507",
        "9\u00ad,507",
        "9\ud800 507",
        "9\udc00\u202e507",
        "\u00859\u061c5\u180e07 M",
        "9\u206f507 mm",
        "9\ufff9507\u007f"
      })
  void anAmountIsOneWithBlanksOfAnyKindAndWhatDoesNotShowWithin(String text) {
    assertThat(Amounts.isAmount(text, 0, text.length())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"9 , 507", "9..507", "9\ud83d\ude00507", "9\u0590507", "9\uffff507"})
  void aFigureBehindAnythingElseIsAnother(String text) {
    assertThat(Amounts.isAmount(text, 0, text.length())).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "$1.8M | 1",
        "1.8$ M and $ 2\u0000m | 2",
        "\uff11.\uff18 M | 1",
        "orig 3.1 M | 1",
        "2 million | 1",
        "1.2 mn, 3 Mn, 4 MM | 3",
        "MILLIONS: 7 Millions, 7 mio | 2",
        "1.2$M and 1.2 $M | 2",
        "1,200M (2 M) | 2",
        "3 m and 3 mm | 0",
        "Q1 M, v2M, x3 million | 0",
        "3 Ms, 3 M2, 3 millionth | 0",
        "M 3, $M, million | 0",
        "in 2031, M came | 0",
        "3 . M | 0",
        "5 MN | 1",
        "3 mx, 3 Xn, 3 xM, 3 aM, 3 MX | 0",
        "3 M{x, 3 M[x, 3 M@x, 3 M`x | 4",
        "in Q1 3 M | 1",
        "3 M and 5, | 1",
        "$ 1.2 m, 1.2 $m, 1.2$ m | 3",
        "$3 k, $3 bags, $3x | 0",
        "3 mangoes, 3 xyz, 3 mil, 3 mi | 0",
        "3\u2060M, 3\uFEFFM, 3\u00ADM, 3\u200BM, 3\u200FM | 5",
        "3\u2010M, 3\u00AEM, 3\uFF0FM | 0"
      })
  void mentionsOfMillionsAreANumberWithItsUnit(String text, int count) {
    assertThat(Amounts.millions(text, 0, text.length())).isEqualTo(count);
    String framed = "9" + text + "Mx";
    int within = Amounts.millions(framed, 1, 1 + text.length());
    assertThat(within).isEqualTo(count);
  }

  private static boolean isAmount(String text) {
    String framed = "5" + text + "5";
    return Amounts.isAmount(framed, 1, 1 + text.length());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5 K ",
        "5 % ",
        "12",
        "1 200",
        "1'200",
        "1\u2019200",
        "1,200.50",
        "1.2.3",
        "$5",
        "\u20AC 5",
        "\u00A35",
        "-5",
        "+5",
        "(5)",
        "(5 %)",
        "5\u20AC",
        "5 $",
        "5 K",
        "5 thousand",
        "5 M",
        "5 m",
        "5$m",
        "5 mio",
        "5,",
        "5.",
        " 5 ",
        "\uFF10\uFF19",
        "1\u200B200",
        "\u2060 5\uFEFF"
      })
  void anAmountIsDigitsWithWhatACountryPutsAroundThem(String text) {
    assertThat(isAmount(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ".",
        "%",
        "-",
        "$",
        "K",
        "abc",
        "5 kg",
        "5x",
        "5 M 5",
        "5 K 5",
        "1--2",
        "1..2",
        "1,,2",
        "5;",
        "v5",
        "5 % 5",
        "\uFF0F",
        "\uFF1A",
        "5\uFF1A",
        "5/6",
        "5 units."
      })
  void anythingElseIsNoAmount(String text) {
    assertThat(isAmount(text)).isFalse();
  }
}
