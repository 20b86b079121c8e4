package io.plumbline.cli;

import io.plumbline.trainer.tokenizer.TokenizerFile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "tokenizer",
    description = "Writes the embedded policy's tokenizer.json from a lexicon.")
final class TokenizerCommand implements Callable<Integer> {
  @Option(
      names = "--lexicon",
      description =
          "entries, one a line, with U+2423 for a space (default: the embedded policy's own)")
  private @Nullable Path lexicon;

  @Option(names = "--out", required = true, description = "the file to write")
  private Path out;

  @Override
  public Integer call() throws IOException {
    Requirements.writable("out", out);
    try {
      Files.writeString(out, TokenizerFile.json(entries()));
    } catch (IllegalArgumentException e) {
      throw new UserError(String.valueOf(e.getMessage()));
    }
    return ExitCodes.OK;
  }

  private List<String> entries() throws IOException {
    if (lexicon == null) {
      return TokenizerFile.bundledLexicon();
    }
    try {
      return TokenizerFile.lexicon(Files.readString(lexicon));
    } catch (CharacterCodingException e) {
      throw new UserError("lexicon: " + lexicon + " (expected: UTF-8)");
    }
  }
}
