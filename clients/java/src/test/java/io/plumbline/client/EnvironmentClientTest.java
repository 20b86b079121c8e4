package io.plumbline.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.InsecureChannelCredentials;
import io.grpc.Status;
import io.grpc.TlsChannelCredentials;
import io.plumbline.env.v1.Error;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
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

  @Test
  void aTokenTravelsInTheOpenToLoopbackAlone() {
    Optional<String> token = Optional.of("secret");
    for (String target : List.of("127.0.0.1:1", "localhost:1", "[::1]:1")) {
      EnvironmentClient.connect(target, InsecureChannelCredentials.create(), token).close();
    }
    for (String target : List.of("10.0.0.1:1", "localhost.example:1", "127.0.0.1.example:1")) {
      assertThatThrownBy(
              () -> EnvironmentClient.connect(target, InsecureChannelCredentials.create(), token))
          .hasMessage("token: without encryption to " + target + " (expected: loopback, or TLS)");
      EnvironmentClient.connect(target, TlsChannelCredentials.create(), token).close();
    }
    for (String bad : List.of("", "a b", "a\n", "ä")) {
      assertThatThrownBy(
              () ->
                  EnvironmentClient.connect(
                      "localhost:1", InsecureChannelCredentials.create(), Optional.of(bad)))
          .hasMessage(
              "token: " + bad.length() + " characters (expected: printable ASCII without blanks)");
    }
  }

  @Test
  void aConnectionThatWentAwayAmidACallIsAnOutage() {
    Status closed = Status.UNKNOWN.withDescription("channel closed");
    assertThat(
            EnvironmentException.of(
                    closed.withCause(new ClosedChannelException()).asRuntimeException())
                .code())
        .isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(EnvironmentException.of(closed.asRuntimeException()).code())
        .isEqualTo(Status.Code.UNKNOWN);
  }

  @Test
  void aRefusalHasItsFieldValueAndLimit() {
    EnvironmentException e =
        EnvironmentException.of(
            Error.newBuilder()
                .setCode(3)
                .setField("token_count")
                .setMessage("token_count: 9 (expected: at most 5)")
                .build());
    assertThat(List.of(e.field(), e.value(), e.limit()))
        .containsExactly("token_count", "9", "at most 5");
    EnvironmentException other = EnvironmentException.of(Error.newBuilder().setCode(14).build());
    assertThat(List.of(other.field(), other.value(), other.limit())).containsOnly("");
  }
}
