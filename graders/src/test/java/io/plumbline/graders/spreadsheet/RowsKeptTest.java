package io.plumbline.graders.spreadsheet;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RowsKeptTest {

  @Test
  void noMoreRowsAreKeptThanThereAre() {
    assertThatThrownBy(() -> new RowsKept(3, 2)).hasMessage("matched: 3 (expected: 0 to 2)");
    assertThatThrownBy(() -> new RowsKept(0, 0)).hasMessage("reference: 0 (expected: at least 1)");
  }
}
