package io.plumbline.trainer.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class QwenCounterTest {
  private final QwenCounter counter = new QwenCounter();

  /** Words with their space, digits one by one, as Qwen's pattern parts them. */
  @Test
  void countsAsQwenDoes() {
    assertThat(counter.count("")).isZero();
    assertThat(counter.count("Hello world")).isEqualTo(2);
    assertThat(counter.count("1234")).isEqualTo(4);
    assertThat(counter.count("Q1 2024,1632\n")).isEqualTo(13);
  }

  @Test
  void cutsBehindWholeTokensAndWholeCharacters() {
    assertThat(counter.cut("Q1 2024,1632\n", 3)).isEqualTo("Q1 ");
    assertThat(counter.cut("1234", 9)).isEqualTo("1234");
    assertThat(counter.cut("1234", 0)).isEmpty();
    String rare = "a\ud83e\udd84b"; // several tokens for one character
    for (int tokens = 0; tokens <= counter.count(rare); tokens++) {
      assertThat(rare).startsWith(counter.cut(rare, tokens));
      assertThat(counter.cut(rare, tokens)).doesNotContain("\ufffd");
    }
    assertThatThrownBy(() -> counter.cut("1", -1))
        .hasMessage("max_tokens: -1 (expected: at least 0)");
  }
}
