package io.plumbline.graders.redteam;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graders.redteam.Edits.Edit;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class EditsTest {
  private static final Pattern WORDS = Pattern.compile("(?<= )");

  @Test
  void allEditsMakeTheOtherTextAndNoneTheOriginal() {
    String original = "the cat sat on the mat ";
    String text = "a cat sat and sat on my mat now";

    Edits edits = Edits.between(original, text, WORDS);

    assertThat(edits.with(edits.edits())).isEqualTo(text);
    assertThat(edits.with(List.of())).isEqualTo(original);
  }

  @Test
  void onlyWhatDiffersIsAnEdit() {
    assertThat(Edits.between("one two three ", "one three four", WORDS).edits())
        .containsExactly(new Edit(1, ""), new Edit(3, "four"));
  }
}
