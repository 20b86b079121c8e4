package io.plumbline.cli;

import io.plumbline.cli.tokens.BuiltInTokenizer;
import io.plumbline.cli.tokens.HuggingFaceTokenizer;
import io.plumbline.cli.tokens.Tokenizer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Tokenizers on the command line. */
final class Tokenizers {

  private Tokenizers() {}

  /** The tokenizer in {@code directory}, or the built-in estimate where none is named. */
  static Tokenizer of(@Nullable Path directory) {
    if (directory == null) {
      return new BuiltInTokenizer();
    }
    try {
      return HuggingFaceTokenizer.open(directory);
    } catch (IllegalArgumentException e) {
      throw new UserError(String.valueOf(e.getMessage()));
    }
  }
}
