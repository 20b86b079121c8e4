package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.cli.Utf8Lines.Bad;
import io.plumbline.cli.Utf8Lines.Line;
import io.plumbline.cli.Utf8Lines.Text;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class Utf8LinesTest {
  private static List<Line> lines(InputStream in, int maxBytes) throws IOException {
    Utf8Lines lines = new Utf8Lines(in, maxBytes, () -> {});
    List<Line> all = new ArrayList<>();
    for (Optional<Line> line = lines.next(); line.isPresent(); line = lines.next()) {
      all.add(line.get());
    }
    return all;
  }

  private static InputStream latin1(String bytes) {
    return new ByteArrayInputStream(bytes.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void readsLinesWithAndWithoutALastEnd() throws IOException {
    assertThat(lines(latin1("a\n\nb"), 9))
        .containsExactly(new Text("a"), new Text(""), new Text("b"));
    assertThat(lines(latin1("a\n"), 9)).containsExactly(new Text("a"));
    assertThat(lines(latin1(""), 9)).isEmpty();
  }

  @Test
  void aLineThatIsNotUtf8DoesNotHarmItsNeighbours() throws IOException {
    assertThat(lines(latin1("a\n\u00c3\n\u00ed\u00a0\u0080\n\u00c3\u00a9"), 9))
        .containsExactly(
            new Text("a"),
            new Bad("invalid UTF-8 (expected: UTF-8)"),
            new Bad("invalid UTF-8 (expected: UTF-8)"),
            new Text("é"));
  }

  @Test
  void aLineThatIsTooLongDoesNotHarmItsNeighbours() throws IOException {
    assertThat(lines(latin1("abc\n" + "x".repeat(200_000) + "\nabcd\nabc"), 3))
        .containsExactly(
            new Text("abc"),
            new Bad("over 3 bytes (expected: at most that)"),
            new Bad("over 3 bytes (expected: at most that)"),
            new Text("abc"));
  }

  @Test
  void aLineMayBeLongerThanWhatIsReadAtATime() throws IOException {
    String text = "é".repeat(100_001);
    InputStream in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    assertThat(lines(in, 1 << 20)).containsExactly(new Text(text));
  }

  @Test
  void onlyTheFirstByteOrderMarkIsDropped() throws IOException {
    String mark = "\u00ef\u00bb\u00bf";
    assertThat(lines(latin1(mark + "a\n" + mark + "b"), 9))
        .containsExactly(new Text("a"), new Text("\uFEFFb"));
  }
}
