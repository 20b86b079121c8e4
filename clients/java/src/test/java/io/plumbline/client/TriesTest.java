package io.plumbline.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.env.v1.Error;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is tried again, and when. */
class TriesTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private static EnvironmentException failed(int code) {
    return EnvironmentException.of(Error.newBuilder().setCode(code).setMessage("gone").build());
  }

  private static EnvironmentException busy(long seconds) {
    return EnvironmentException.of(
        Error.newBuilder()
            .setCode(8)
            .setRetryAfter(com.google.protobuf.Duration.newBuilder().setSeconds(seconds))
            .build());
  }

  @ParameterizedTest
  @CsvSource({
    "14, true", // UNAVAILABLE
    "4, true", // DEADLINE_EXCEEDED
    "10, true", // ABORTED
    "1, true", // CANCELLED
    "8, false", // RESOURCE_EXHAUSTED that names no time: a message that is too large
    "3, false", // INVALID_ARGUMENT
    "16, false", // UNAUTHENTICATED
    "9, false", // FAILED_PRECONDITION
    "13, false" // INTERNAL
  })
  void whatMayPassIsTriedAgain(int code, boolean passing) {
    assertThat(failed(code).isTransient()).isEqualTo(passing);
    assertThat(new Tries(Retry.DEFAULT).waitAfter(failed(code)).isPresent()).isEqualTo(passing);
    assertThat(new Tries(Retry.NONE).waitAfter(failed(code))).isEmpty();
  }

  @Test
  void waitsDoubleUpToTheLongestAndVaryByHalf() {
    Tries tries = new Tries(new Retry(HOUR, Duration.ofSeconds(1), Duration.ofSeconds(8)));
    Set<Duration> waits = new HashSet<>();
    for (int most : new int[] {1, 2, 4, 8, 8, 8}) {
      Duration wait = tries.waitAfter(failed(14)).orElseThrow();
      assertThat(wait).isBetween(Duration.ofMillis(500L * most), Duration.ofSeconds(most));
      waits.add(wait);
    }
    assertThat(waits).hasSize(6);
  }

  @Test
  void aServerThatSaysWhenIsNotAskedBefore() {
    assertThat(new Tries(Retry.DEFAULT).waitAfter(busy(3)).orElseThrow())
        .isBetween(Duration.ofSeconds(3), Duration.ofMillis(4500));
  }

  @Test
  void patienceEnds() {
    Retry brief = new Retry(Duration.ofSeconds(2), Duration.ofMillis(1), Duration.ofMillis(1));
    assertThat(new Tries(brief).waitAfter(busy(3))).isEmpty();
    assertThat(new Tries(brief).waitAfter(failed(14))).isPresent();
  }

  @Test
  void patienceThatCannotBeIsRefused() {
    assertThatThrownBy(() -> new Retry(Duration.ofSeconds(-1), Duration.ZERO, Duration.ZERO))
        .hasMessage("patience: PT-1S (expected: PT0S to PT24H)");
    assertThatThrownBy(() -> new Retry(HOUR, HOUR, Duration.ofSeconds(1)))
        .hasMessage("longest: PT1S (expected: PT1H to PT24H)");
  }
}
