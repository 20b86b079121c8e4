package io.plumbline.judges;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class RepliesTest {

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void tokensAreBilledWhereBothNumbersMakeSense() {
    assertThat(usage("{\"in\":3,\"out\":0}")).contains(new Usage(3, 0));
    assertThat(usage("{\"in\":0,\"out\":3}")).contains(new Usage(0, 3));
    for (String other :
        new String[] {
          "{\"in\":3}", "{\"out\":3}", "{\"in\":-1,\"out\":3}", "{\"in\":3,\"out\":-1}"
        }) {
      assertThat(usage(other)).isEmpty();
    }
  }

  private static Optional<Usage> usage(String json) {
    return Replies.usage(JsonMapper.shared().readTree(json), "in", "out");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"error\":\"no room\"} | ': no room'",
        "{\"error\":{\"message\":\"no room\"}} | ': no room'",
        "{\"error\":{\"message\":\" \"}} | ''",
        "{\"error\":{\"kind\":\"no room\"}} | ''",
        "{} | ''",
        "[1] | ''",
        "no JSON | ''"
      })
  void whatAnEndpointComplainsOfIsSaidWhereItSaysAnything(String body, String said) {
    assertThat(Replies.complaint(bytes(body), Optional.empty())).isEqualTo(said);
  }

  @Test
  void aLineShowsNothingThatIsNoCharacter() {
    assertThat(Replies.line("a\u0000b\ud83dc\udc00d\u0378e\ud83d\ude00f\n", 60))
        .isEqualTo("a b c d e\ud83d\ude00f");
    assertThat(Replies.line("abcdef", 3)).isEqualTo("abc");
  }
}
