package io.plumbline.graders.pytext;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PyTextTest {

  /** The order is that of tools/unicode14.py. */
  @Test
  void agreesWithCPythonOnEveryCodePoint() throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (int cp = 0; cp <= Character.MAX_CODE_POINT; cp++) {
      int properties =
          (PyText.isSpace(cp) ? 1 : 0)
              | (PyText.isWord(cp) ? 2 : 0)
              | (PyText.isDecimal(cp) ? 4 : 0);
      digest.update((byte) properties);
      String c = Character.toString(cp);
      for (String probe : List.of(c, "A" + c + "Σ", c + "Σ", "AΣ" + c, "AΣ" + c + "b")) {
        String lowered = PyText.lower(probe);
        for (int i = 0; i < lowered.length(); i++) {
          digest.update((byte) (lowered.charAt(i) >>> 8));
          digest.update((byte) lowered.charAt(i));
        }
      }
    }
    assertThat(HexFormat.of().formatHex(digest.digest()))
        .isEqualTo(read("cpython-3.11.sha256").strip());
  }

  static List<JsonNode> strings() throws IOException {
    JsonMapper json = new JsonMapper();
    return read("strings.jsonl").lines().map(json::readTree).toList();
  }

  @ParameterizedTest
  @MethodSource("strings")
  void agreesWithCPythonOnWholeStrings(JsonNode vector) {
    String text = vector.get("text").stringValue();
    String lowered = vector.get("lower").stringValue();
    assertThat(PyText.lower(text)).isEqualTo(lowered);
    assertThat(PyText.wordCount(text)).isEqualTo(vector.get("words").intValue());
    int start = PyText.stripStart(text, 0, text.length());
    int end = PyText.stripEnd(text, start, text.length());
    assertThat(text.substring(start, end)).isEqualTo(vector.get("stripped").stringValue());
    assertThat(new Needle(text).isIn("- " + text + " -")).isTrue();
  }

  @Test
  void spaceIsPythonsAndNotJavas() {
    assertThat("\u001c\u001f\u0085\u00a0\u2028\u3000".chars()).allMatch(PyText::isSpace);
    assertThat("\u200b\ufeff\u180e_".chars()).noneMatch(PyText::isSpace);
  }

  @Test
  void wordCharactersTakeInNumbersOfEveryKindButNoMarks() {
    assertThat("²½٣_ª中".chars()).allMatch(PyText::isWord);
    assertThat("\u0301\u200d’-".chars()).noneMatch(PyText::isWord);
  }

  @Test
  void onlyDecimalDigitsAreDigits() {
    assertThat("7٣९".chars()).allMatch(PyText::isDecimal);
    assertThat("²½Ⅷ".chars()).noneMatch(PyText::isDecimal);
  }

  @Test
  void theLastSigmaOfAWordLowersToItsFinalForm() {
    assertThat(PyText.lower("ΟΔΟΣ ΣΑΣ. Σ")).isEqualTo("οδος σας. σ");
    assertThat(PyText.lower("ΑΣ'Α ΑΣ'")).isEqualTo("ασ'α ας'");
  }

  @Test
  void theDottedCapitalILowersToTwoCodePoints() {
    assertThat(PyText.lower("İS")).isEqualTo("i\u0307s");
  }

  @Test
  void aTextAlreadyInLowerCaseComesBackItself() {
    String text = "naïve – \ud83d\ude00 \ud800 end";
    assertThat(PyText.lower(text)).isSameAs(text);
  }

  @Test
  void strippingStaysWithinItsRange() {
    assertThat(PyText.stripStart("ab  cd", 2, 4)).isEqualTo(4);
    assertThat(PyText.stripEnd("ab  cd", 2, 4)).isEqualTo(2);
    assertThat(PyText.stripEnd("ab  cd", 0, 4)).isEqualTo(2);
  }

  private static String read(String name) throws IOException {
    try (InputStream in = PyTextTest.class.getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
