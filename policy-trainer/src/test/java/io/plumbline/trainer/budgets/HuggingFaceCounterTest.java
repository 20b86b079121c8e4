package io.plumbline.trainer.budgets;

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
class HuggingFaceCounterTest {
  private static final Path FOLDER = Path.of("src/test/resources/io/plumbline/trainer/budgets");
  private static final String ROCKET = "\uD83D\uDE80";

  private static HuggingFaceCounter counter;

  @BeforeAll
  static void open() {
    counter = HuggingFaceCounter.open(FOLDER);
  }

  @AfterAll
  static void close() {
    counter.close();
  }

  @Test
  void countsTheMergedTokensWithoutTheMarkerThatTheModelAdds() {
    assertThat(counter.count("")).isEqualTo(0);
    assertThat(counter.count("row rows kept")).isEqualTo(3);
    assertThat(counter.count("row, x")).isEqualTo(4);
  }

  @Test
  void cutsAtATokensEnd() {
    assertThat(counter.cut("row rows kept", 0)).isEmpty();
    assertThat(counter.cut("row rows kept", 2)).isEqualTo("row rows");
    assertThat(counter.cut("row rows kept", 3)).isEqualTo("row rows kept");
    assertThat(counter.cut("row rows kept", 9)).isEqualTo("row rows kept");
  }

  @Test
  void aCharacterOfSeveralTokensIsKeptWholeOrNotAtAll() {
    String text = "é" + ROCKET + "row";
    assertThat(counter.count(text)).isEqualTo(1 + 4 + 1);
    assertThat(counter.cut(text, 1)).isEqualTo("é");
    for (int budget = 2; budget < 5; budget++) {
      assertThat(counter.cut(text, budget)).isEqualTo("é");
    }
    assertThat(counter.cut(text, 5)).isEqualTo("é" + ROCKET);
    assertThat(counter.cut(text, 6)).isEqualTo(text);
  }

  @Test
  void aCutIsAPrefixThatFitsAndGrowsWithTheBudget() {
    String text = "Größe,表 " + ROCKET + ROCKET + "\r\n rows\tkept é\u0000\u0301 row";
    int all = counter.count(text);
    String before = "";
    for (int budget = 0; budget <= all; budget++) {
      String cut = counter.cut(text, budget);
      assertThat(text).startsWith(cut);
      assertThat(cut).startsWith(before);
      assertThat(counter.count(cut)).isLessThanOrEqualTo(budget);
      before = cut;
    }
    assertThat(before).isEqualTo(text);
  }

  @Test
  void aLoneSurrogateStaysWhereItIs() {
    String text = "row\uD83D rows";
    int replacement = 3; // bytes of U+FFFD
    assertThat(counter.count(text)).isEqualTo(1 + replacement + 1);
    assertThat(counter.cut(text, 1 + replacement)).isEqualTo("row\uD83D");
  }

  @Test
  void aBudgetFarBeyondWhatModelsTakeIsNotCutShort() {
    String text = "row".repeat(20_000);
    assertThat(counter.count(text)).isEqualTo(20_000);
    assertThat(counter.cut(text, 20_000)).isEqualTo(text);
  }

  @Test
  void aNegativeBudgetIsRefused() {
    assertThatThrownBy(() -> counter.cut("row", -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("max_tokens: -1 (expected: at least 0)");
  }

  @Test
  void aFolderThatIsNotThereIsNamed(@TempDir Path folder) {
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> HuggingFaceCounter.open(missing))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tokenizer: " + missing + " (expected: a directory with a tokenizer.json)");
  }

  @Test
  void aFolderWithoutATokenizerIsNamed(@TempDir Path folder) {
    assertThatThrownBy(() -> HuggingFaceCounter.open(folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "tokenizer: " + folder + " has no tokenizer.json (expected: a Hugging Face folder)");
  }

  @Test
  void aFileThatIsNoTokenizerIsNamed(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("tokenizer.json"), "{\"model\": 7}");
    assertThatThrownBy(() -> HuggingFaceCounter.open(folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("tokenizer: " + file + " (expected: a tokenizer.json of");
  }
}
