package io.plumbline.trainer.experiment;

import com.alibaba.dashscope.tokenizers.QwenTokenizer;
import io.plumbline.trainer.budgets.TokenCounter;
import java.util.List;

/** Counts as Qwen does, with the vocabulary and the tokenizer that its makers publish. */
public final class QwenCounter implements TokenCounter {
  private final QwenTokenizer tokenizer = new QwenTokenizer();

  @Override
  public int count(String text) {
    return tokenizer.encodeOrdinary(text).size();
  }

  @Override
  public String cut(String text, int maxTokens) {
    if (maxTokens < 0) {
      throw new IllegalArgumentException("max_tokens: " + maxTokens + " (expected: at least 0)");
    }
    List<Integer> tokens = tokenizer.encodeOrdinary(text);
    for (int kept = Math.min(maxTokens, tokens.size()); kept > 0; kept--) {
      String prefix = tokenizer.decode(tokens.subList(0, kept));
      if (text.startsWith(prefix)) { // not where the last tokens are some bytes of a character
        return prefix;
      }
    }
    return "";
  }

  @Override
  public String describe() {
    return "Qwen's tokenizer, qwen.tiktoken of dashscope-sdk-java";
  }
}
