package io.plumbline.trainer.budgets;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model's own tokenizer, from the {@code tokenizer.json} of its Hugging Face folder. Markers that
 * the model adds at a text's beginning or end do not count; truncation and padding that the file
 * asks for are off.
 */
public final class HuggingFaceCounter implements TokenCounter {
  private static final String FILE = "tokenizer.json";
  private static final Map<String, String> OPTIONS =
      Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");

  private final HuggingFaceTokenizer tokenizer;
  private final Path file;

  private HuggingFaceCounter(HuggingFaceTokenizer tokenizer, Path file) {
    this.tokenizer = tokenizer;
    this.file = file;
  }

  /**
   * Reads the tokenizer in a directory.
   *
   * @throws IllegalArgumentException if the directory or its {@code tokenizer.json} is not there or
   *     cannot be read, or the file is not a tokenizer; the message names it
   */
  public static HuggingFaceCounter open(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new IllegalArgumentException(
          "tokenizer: " + directory + " (expected: a directory with a " + FILE + ")");
    }
    Path file = directory.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          "tokenizer: " + directory + " has no " + FILE + " (expected: a Hugging Face folder)");
    }
    // Read when the library first loads; it would look for native code on the network otherwise.
    System.setProperty("offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    try {
      return new HuggingFaceCounter(HuggingFaceTokenizer.newInstance(file, OPTIONS), file);
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException(
          "tokenizer: "
              + file
              + " (expected: a tokenizer.json of Hugging Face's tokenizers library; it says: "
              + e.getMessage()
              + ")",
          e);
    }
  }

  @Override
  public int count(String text) {
    return encode(text).getIds().length;
  }

  @Override
  public String cut(String text, int maxTokens) {
    Budgets.check(maxTokens);
    CharSpan[] spans = encode(text).getCharTokenSpans();
    if (spans.length <= maxTokens) {
      return text;
    }
    // The first token left out begins where the rest does, or inside a character, which then is
    // left out as well. Spans are in code points.
    return text.substring(0, text.offsetByCodePoints(0, spans[maxTokens].getStart()));
  }

  @Override
  public String describe() {
    return file.toString();
  }

  @Override
  public void close() {
    tokenizer.close();
  }

  private Encoding encode(String text) {
    return tokenizer.encode(wellFormed(text), false, false);
  }

  /** Lone surrogates have no UTF-8; each becomes one replacement character. */
  private static String wellFormed(String text) {
    @Nullable StringBuilder repaired = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        repaired = repaired == null ? new StringBuilder(text) : repaired;
        repaired.setCharAt(i, '\uFFFD');
      }
    }
    return repaired == null ? text : repaired.toString();
  }
}
