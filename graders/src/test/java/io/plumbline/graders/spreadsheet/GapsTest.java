package io.plumbline.graders.spreadsheet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GapsTest {

  private static final String GAPS =
      " \t\n"
          + "\u007f\u0085\u00a0\u00ad\u061c\u180e\u2003\u200b\u200f\u2028\u202a\u202e\u2060\u206f\u3000"
          + "\ufeff\ufff9\ufffb";

  private static final String SEEN = "!~5xé\u061b\u2010\u2030\u2027\u205e\u2070\ufff8\ufffc\uffff";

  @Test
  void blanksAndWhatDoesNotShowAreGaps() {
    assertThat(Gaps.end(GAPS, 0, GAPS.length())).isEqualTo(GAPS.length());
    for (int i = 0; i < SEEN.length(); i++) {
      assertThat(Gaps.isGap(SEEN, i)).as("%x", (int) SEEN.charAt(i)).isFalse();
    }
  }

  @Test
  void halfOfACharacterDoesNotShowAndAWholeOneDoes() {
    assertThat(Gaps.isGap("\ud83d", 0)).isTrue();
    assertThat(Gaps.isGap("\ud83d5", 0)).isTrue();
    assertThat(Gaps.isGap("\ude00", 0)).isTrue();
    assertThat(Gaps.isGap("5\ude00", 1)).isTrue();
    assertThat(Gaps.isGap("\ud83d\ude00", 0)).isFalse();
    assertThat(Gaps.isGap("\ud83d\ude00", 1)).isFalse();
  }
}
