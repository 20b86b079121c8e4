package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class GradeCommandTest {
  private static final String GOOD =
      "{\"id\":\"a\",\"task_type\":\"spreadsheet_clean\",\"expected_row_count\":1,"
          + "\"required_columns\":[\"Route\",\"Fare\"],\"output\":\"Route,Fare\\n12,3\\n\","
          + "\"gold\":\"Route,Fare\\n12,3\\n\"}\n";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int grade(InputStream in, Writer to, String profile, String... more) {
    return new CommandLine(new GradeCommand(in, Map.of("JUDGE_KEY", "sk-very-secret")))
        .setOut(new PrintWriter(to))
        .setErr(new PrintWriter(err, true))
        .setExecutionExceptionHandler(
            (e, command, parsed) -> Main.end(e, new PrintWriter(err, true), false))
        .execute(
            Stream.concat(Stream.of("--profile", profile), Stream.of(more)).toArray(String[]::new));
  }

  private int grade(String latin1, String profile, String... more) {
    return grade(
        new ByteArrayInputStream(latin1.getBytes(StandardCharsets.ISO_8859_1)), out, profile, more);
  }

  @Test
  void gradesEachLineUnderTheProfileAskedFor() {
    assertThat(grade(GOOD + GOOD, "reference")).isZero();
    assertThat(out.toString().lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("{\"id\":\"a\",\"scores\":{\"data_preservation\":1.0,"))
        .allMatch(line -> line.endsWith("\"flags\":[],\"composite\":1.0}"));
    assertThat(grade(GOOD, "strict")).isZero();
    assertThat(out.toString()).contains("\"cell_fidelity\":1.0");
  }

  @Test
  void aBadLineIsAnsweredAndTheRestGoOn() {
    String notUtf8 = "{\"id\":\"b\",\"output\":\"\u00ff\"}\n";
    String unknown = "{\"id\":7,\"task_type\":\"poetry\",\"output\":\"\"}\n";
    assertThat(grade(GOOD + notUtf8 + unknown + "{\n" + GOOD, "reference")).isEqualTo(1);
    List<String> lines = out.toString().lines().toList();
    assertThat(lines).hasSize(5);
    assertThat(lines.get(0)).contains("\"composite\":1.0");
    assertThat(lines.get(1))
        .isEqualTo("{\"id\":null,\"error\":\"line 2: invalid UTF-8 (expected: UTF-8)\"}");
    assertThat(lines.get(2)).startsWith("{\"id\":7,\"error\":\"task_type: poetry (expected: ");
    assertThat(lines.get(3)).startsWith("{\"id\":null,\"error\":\"line 4");
    assertThat(lines.get(4)).isEqualTo(lines.get(0));
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void nothingInIsNothingOut() {
    assertThat(grade("", "reference")).isZero();
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void answersBeforeItWaitsForTheNextLine() throws Exception {
    BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    Writer waiting =
        new StringWriter() {
          @Override
          public void flush() {
            if (!getBuffer().isEmpty()) {
              answers.add(getBuffer().toString());
              getBuffer().setLength(0);
            }
          }
        };
    try (PipedOutputStream feed = new PipedOutputStream()) {
      PipedInputStream in = new PipedInputStream(feed);
      CompletableFuture<Integer> ended =
          CompletableFuture.supplyAsync(() -> grade(in, waiting, "reference"));
      for (int i = 0; i < 2; i++) {
        feed.write(GOOD.getBytes(StandardCharsets.UTF_8));
        feed.flush();
        assertThat(answers.poll(1, TimeUnit.MINUTES)).endsWith("\"composite\":1.0}\n");
      }
      end(feed);
      assertThat(ended.get(1, TimeUnit.MINUTES)).isZero();
    }
  }

  /** What closing the pipe does, which the try statement does once more. */
  private static void end(OutputStream feed) throws IOException {
    feed.close();
  }

  @Test
  void stopsWhereNobodyReadsOn() {
    Writer closed =
        new Writer() {
          @Override
          public void write(char[] buffer, int offset, int length) throws IOException {
            throw new IOException("closed");
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    InputStream in = new ByteArrayInputStream(GOOD.getBytes(StandardCharsets.UTF_8));
    assertThat(grade(in, closed, "strict")).isEqualTo(2);
    assertThat(err.toString()).startsWith("plumbline: output: cannot be written").hasLineCount(1);
  }
}
