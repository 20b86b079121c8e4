package io.plumbline.cli.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tokenizer in the test resources knows every byte, the merges that make {@code row}, {@code
 * rows}, {@code kept} and {@code é}, and a marker that it appends to every text.
 */
class HuggingFaceTokenizerTest {
  private static final Path FOLDER = Path.of("src/test/resources/tokenizer");
  private static final String ROCKET = "\uD83D\uDE80";

  private static HuggingFaceTokenizer tokenizer;

  @BeforeAll
  static void open() {
    tokenizer = HuggingFaceTokenizer.open(FOLDER);
  }

  @AfterAll
  static void close() {
    tokenizer.close();
  }

  @Test
  void countsTheMergedTokensWithoutTheMarkerThatTheModelAdds() {
    assertThat(tokenizer.count("")).isEqualTo(0);
    assertThat(tokenizer.count("row rows kept")).isEqualTo(3);
    assertThat(tokenizer.count("row, x")).isEqualTo(4);
  }

  @Test
  void cutsAtATokensEnd() {
    assertThat(tokenizer.cut("row rows kept", 0)).isEmpty();
    assertThat(tokenizer.cut("row rows kept", 2)).isEqualTo("row rows");
    assertThat(tokenizer.cut("row rows kept", 3)).isEqualTo("row rows kept");
    assertThat(tokenizer.cut("row rows kept", 9)).isEqualTo("row rows kept");
  }

  @Test
  void aCharacterOfSeveralTokensIsKeptWholeOrNotAtAll() {
    String text = "é" + ROCKET + "row";
    assertThat(tokenizer.count(text)).isEqualTo(1 + 4 + 1);
    assertThat(tokenizer.cut(text, 1)).isEqualTo("é");
    for (int budget = 2; budget < 5; budget++) {
      assertThat(tokenizer.cut(text, budget)).isEqualTo("é");
    }
    assertThat(tokenizer.cut(text, 5)).isEqualTo("é" + ROCKET);
    assertThat(tokenizer.cut(text, 6)).isEqualTo(text);
  }

  @Test
  void aCutIsAPrefixThatFitsAndGrowsWithTheBudget() {
    String text = "Größe,表 " + ROCKET + ROCKET + "\r\n rows\tkept é\u0000\u0301 row";
    int all = tokenizer.count(text);
    String before = "";
    for (int budget = 0; budget <= all; budget++) {
      String cut = tokenizer.cut(text, budget);
      assertThat(text).startsWith(cut);
      assertThat(cut).startsWith(before);
      assertThat(tokenizer.count(cut)).isLessThanOrEqualTo(budget);
      before = cut;
    }
    assertThat(before).isEqualTo(text);
  }

  @Test
  void aLoneSurrogateStaysWhereItIs() {
    String text = "row\uD83D rows";
    int replacement = 3; // bytes of U+FFFD
    assertThat(tokenizer.count(text)).isEqualTo(1 + replacement + 1);
    assertThat(tokenizer.cut(text, 1 + replacement)).isEqualTo("row\uD83D");
  }

  @Test
  void aBudgetFarBeyondWhatModelsTakeIsNotCutShort() {
    String text = "row".repeat(20_000);
    assertThat(tokenizer.count(text)).isEqualTo(20_000);
    assertThat(tokenizer.cut(text, 20_000)).isEqualTo(text);
  }

  @Test
  void aNegativeBudgetIsRefused() {
    assertThatThrownBy(() -> tokenizer.cut("row", -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("max_tokens: -1 (expected: at least 0)");
  }

  @Test
  void aFolderThatIsNotThereIsNamed(@TempDir Path folder) {
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> HuggingFaceTokenizer.open(missing))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tokenizer: " + missing + " (expected: a directory with a tokenizer.json)");
  }

  @Test
  void aFolderWithoutATokenizerIsNamed(@TempDir Path folder) {
    assertThatThrownBy(() -> HuggingFaceTokenizer.open(folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "tokenizer: " + folder + " has no tokenizer.json (expected: a Hugging Face folder)");
  }

  @Test
  void aFileThatIsNoTokenizerIsNamed(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("tokenizer.json"), "{\"model\": 7}");
    assertThatThrownBy(() -> HuggingFaceTokenizer.open(folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("tokenizer: " + file + " (expected: a tokenizer.json of");
  }
}
