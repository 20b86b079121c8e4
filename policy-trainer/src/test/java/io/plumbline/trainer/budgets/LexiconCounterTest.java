package io.plumbline.trainer.budgets;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.trainer.policies.Embedded;
import io.plumbline.trainer.tokenizer.LexiconTokenizer;
import org.junit.jupiter.api.Test;

class LexiconCounterTest {

  @Test
  void theTokenThatEndsACompletionCountsAndACutIsAPrefixOfTheTokensThatFit() {
    LexiconTokenizer tokenizer = Embedded.tokenizer();
    try (LexiconCounter counter = new LexiconCounter(tokenizer)) {
      String text = "Quarter,Revenue\nQ1 2024,1800\n";
      int tokens = tokenizer.encode(text).length;
      assertThat(counter.count(text)).isEqualTo(tokens + 1);
      assertThat(counter.cut(text, tokens)).isEqualTo(text);
      String cut = counter.cut(text, tokens - 1);
      assertThat(text).startsWith(cut).isNotEqualTo(cut);
      assertThat(counter.cut(text, 0)).isEmpty();
      assertThat(counter.describe()).isEqualTo("the policy's own, " + tokenizer.size() + " tokens");
    }
  }

  @Test
  void aCutSplitsNoCharacter() {
    try (LexiconCounter counter = new LexiconCounter(Embedded.tokenizer())) {
      String text = "a\u8868b"; // three bytes, of which each is a token
      for (int budget = 0; budget < 6; budget++) {
        assertThat(text).startsWith(counter.cut(text, budget));
      }
      assertThat(counter.cut(text, 3)).isEqualTo("a");
      assertThat(counter.cut(text, 4)).isEqualTo("a\u8868");
    }
  }
}
