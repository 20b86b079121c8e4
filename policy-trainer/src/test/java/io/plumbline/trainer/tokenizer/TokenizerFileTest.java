package io.plumbline.trainer.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerFileTest {

  @Test
  void anOpenBoxInALexiconIsASpace() {
    assertThat(TokenizerFile.lexicon("\u2423(file\u2423\nTotal\n"))
        .containsExactly(" (file ", "Total");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",", "7", "\n", "Total", "<eos>", "<0x41>", "x\ud83d"})
  void anEntryThatNoTextNeedsOrThatCannotBeToldApartIsRefused(String entry) {
    assertThatThrownBy(() -> TokenizerFile.json(List.of("Total", entry)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("lexicon: entry 2 \"" + entry + "\" (expected: at least 2 bytes");
  }

  @Test
  void anyOtherTextCanBeAnEntryAndTheLongestIsTaken() {
    List<String> lexicon =
        List.of(
            "ab",
            "abc",
            "abcde",
            "\u00e9",
            "\ud83d\ude00",
            "\ud83d\ude00\ud83d\ude01",
            "\n\n",
            "a.c",
            "(?:",
            "[x-z]",
            "^$",
            "*+",
            "\\d",
            "{2}",
            "a|b");
    try (LexiconTokenizer tokenizer = of(TokenizerFile.json(lexicon))) {
      for (String entry : lexicon) {
        assertThat(tokenizer.encode(entry)).hasSize(1);
      }
      assertThat(tokenizer.encode("abcd")).hasSize(2);
      assertThat(tokenizer.encode("abdc")).hasSize(3);
      assertThat(tokenizer.encode("a,c")).hasSize(3);
      String all = String.join("", lexicon);
      assertThat(tokenizer.decode(tokenizer.encode(all))).isEqualTo(all);
    }
  }

  @Test
  void anEmptyLexiconLeavesBytes() {
    try (LexiconTokenizer tokenizer = of(TokenizerFile.json(List.of()))) {
      assertThat(tokenizer.size()).isEqualTo(260);
      assertThat(tokenizer.encode("\u00e9!")).containsExactly(4 + 0xC3, 4 + 0xA9, 4 + '!');
    }
  }

  private static LexiconTokenizer of(String json) {
    return LexiconTokenizer.of(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
  }
}
