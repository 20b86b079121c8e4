package io.plumbline.judges;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

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
}
