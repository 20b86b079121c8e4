package io.plumbline.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentClientTest {

  @ParameterizedTest
  @ValueSource(strings = {"localhost:1", "127.0.0.1:65535", "env-server:50051", "[::1]:50051"})
  void aHostAndAPortAreAnAddress(String target) {
    try (EnvironmentClient client = EnvironmentClient.connect(target)) {
      assertThat(client.address()).isEqualTo(target);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "50051",
        "localhost",
        "localhost:",
        ":50051",
        "localhost:0",
        "localhost:65536",
        "localhost:99999999999",
        "localhost:http",
        "http://localhost:50051",
        "::1:50051",
        "local host:50051",
        "env_server:50051",
        "localhost:50051/x",
        "me@localhost:50051"
      })
  void anythingElseIsRefused(String target) {
    assertThatThrownBy(() -> EnvironmentClient.connect(target))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("target: \"" + target + "\" (expected: host:port, such as 127.0.0.1:50051)");
  }
}
