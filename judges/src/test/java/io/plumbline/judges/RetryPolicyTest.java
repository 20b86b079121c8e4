package io.plumbline.judges;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {

  @Test
  void theLongestWaitDoublesUpToHalfAMinute() {
    assertThat(RetryPolicy.backoff(1, 1)).isEqualTo(Duration.ofMillis(500));
    assertThat(RetryPolicy.backoff(2, 1)).isEqualTo(Duration.ofSeconds(1));
    assertThat(RetryPolicy.backoff(6, 1)).isEqualTo(Duration.ofSeconds(16));
    assertThat(RetryPolicy.backoff(7, 1)).isEqualTo(Duration.ofSeconds(30));
    assertThat(RetryPolicy.backoff(100, 1)).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void chanceDecidesBetweenNoneAndAllOfIt() {
    assertThat(RetryPolicy.backoff(3, 0)).isZero();
    assertThat(RetryPolicy.backoff(3, 0.25)).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void tooManyRequestsTimeoutsAndWhatIsBrokenMayPass() {
    assertThat(List.of(408, 429, 500, 599)).allMatch(RetryPolicy::mayPass);
    assertThat(List.of(204, 400, 404, 409, 499)).noneMatch(RetryPolicy::mayPass);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7 | 7",
        "-7 | 0",
        "99999999999 | 2147483647",
        "Sat, 21 Nov 2026 08:00:30 GMT | 30",
        "Sat, 21 Nov 2026 07:59:30 GMT | 0",
        "soon | 0"
      })
  void noWaitIsLessThanNone(String asked, int seconds) {
    HttpHeaders headers = HttpHeaders.of(Map.of("Retry-After", List.of(asked)), (k, v) -> true);
    assertThat(RetryPolicy.retryAfter(headers, ManualClockwork.NOW))
        .isEqualTo(Duration.ofSeconds(seconds));
    HttpHeaders none = HttpHeaders.of(Map.of(), (k, v) -> true);
    assertThat(RetryPolicy.retryAfter(none, ManualClockwork.NOW)).isZero();
  }
}
