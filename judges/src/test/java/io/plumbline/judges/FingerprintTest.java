package io.plumbline.judges;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FingerprintTest {

  @Test
  void noTwoListsOfTextsReadAlike() {
    assertThat(
            List.of(
                Fingerprint.of(List.of("ab", "c")),
                Fingerprint.of(List.of("a", "bc")),
                Fingerprint.of(List.of("a", "bd")),
                Fingerprint.of(List.of("abc"))))
        .doesNotHaveDuplicates()
        .allMatch(hash -> hash.matches("[0-9a-f]{64}"));
  }
}
