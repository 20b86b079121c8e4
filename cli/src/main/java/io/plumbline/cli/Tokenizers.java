package io.plumbline.cli;

import io.plumbline.trainer.budgets.BuiltInCounter;
import io.plumbline.trainer.budgets.HuggingFaceCounter;
import io.plumbline.trainer.budgets.TokenCounter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Tokenizers on the command line. */
final class Tokenizers {

  private Tokenizers() {}

  /** The tokenizer in {@code directory}, or the built-in estimate where none is named. */
  static TokenCounter of(@Nullable Path directory) {
    if (directory == null) {
      return new BuiltInCounter();
    }
    try {
      return HuggingFaceCounter.open(directory);
    } catch (IllegalArgumentException e) {
      throw new UserError(String.valueOf(e.getMessage()));
    }
  }
}
