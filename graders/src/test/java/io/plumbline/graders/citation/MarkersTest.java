package io.plumbline.graders.citation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MarkersTest {
  /** Spelt for java.util.regex, whose classes take surrogate pairs for one as Python's do. */
  private static final Pattern PATTERN =
      Pattern.compile("\\[[^\\]]{1,30}\\]|\\([Ss]ource[ \\t]+[A-Za-z0-9]\\)|\\([0-9]+\\)");

  @Test
  void agreesWithTheRegularExpressionOnRandomAsciiAndPairs() {
    String[] pieces = {
      "[", "]", "(", ")", "1", "Source", "(source ", " A)", "\t", "xxxxxxxxxxxxx", "\ud83d\ude00"
    };
    Random random = new Random(11);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int k = random.nextInt(16); k > 0; k--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      assertThat(Markers.count(text.toString()))
          .as("%s", text)
          .isEqualTo((int) PATTERN.matcher(text).results().count());
    }
  }
}
