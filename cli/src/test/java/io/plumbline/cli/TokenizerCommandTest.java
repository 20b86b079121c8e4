package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.trainer.tokenizer.LexiconTokenizer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerCommandTest {
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  private int tokenizer(String... options) {
    String[] args = new String[options.length + 1];
    args[0] = "tokenizer";
    System.arraycopy(options, 0, args, 1, options.length);
    return Main.run(
        new PrintWriter(new StringWriter()), new PrintWriter(err, true), Map.of(), args);
  }

  @Test
  void writesATokenizerThatTheTrainerReads() throws IOException {
    Path lexicon = folder.resolve("lexicon.txt");
    Path out = folder.resolve("tokenizer.json");
    Files.writeString(lexicon, "Total\n\u2423M\n");
    assertThat(tokenizer("--lexicon", lexicon.toString(), "--out", out.toString())).isZero();
    try (LexiconTokenizer written = LexiconTokenizer.open(out)) {
      assertThat(written.encode("Total M")).containsExactly(260, 261);
    }
  }

  @Test
  void withoutALexiconItTakesTheEmbeddedPolicys() throws IOException {
    Path out = folder.resolve("tokenizer.json");
    assertThat(tokenizer("--out", out.toString())).isZero();
    assertThat(Files.readString(out)).contains("\"billing switch\" : ");
  }

  @Test
  void aBadLexiconIsOneLineAndWritesNothing() throws IOException {
    Path lexicon = folder.resolve("lexicon.txt");
    Path out = folder.resolve("tokenizer.json");
    Files.writeString(lexicon, "Total\nTotal\n");
    assertThat(tokenizer("--lexicon", lexicon.toString(), "--out", out.toString())).isEqualTo(2);
    Files.write(lexicon, "\u00e4".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(tokenizer("--lexicon", lexicon.toString(), "--out", out.toString())).isEqualTo(2);
    assertThat(tokenizer("--lexicon", "nowhere.txt", "--out", out.toString())).isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactly(
            "plumbline: lexicon: entry 2 \"Total\" (expected: at least 2 bytes of Unicode text that"
                + " no other token has)",
            "plumbline: lexicon: " + lexicon + " (expected: UTF-8)",
            "plumbline: nowhere.txt: does not exist");
    assertThat(out).doesNotExist();
  }
}
