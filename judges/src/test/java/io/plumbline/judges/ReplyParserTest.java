package io.plumbline.judges;

import static io.plumbline.judges.Samples.FAITHFULNESS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The cases stand in {@code replies.jsonl}. */
class ReplyParserTest {
  private static final JsonMapper JSON = new JsonMapper();

  static List<JsonNode> replies() throws IOException {
    try (InputStream in = ReplyParserTest.class.getResourceAsStream("replies.jsonl")) {
      byte[] bytes = Objects.requireNonNull(in).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8).lines().map(JSON::readTree).toList();
    }
  }

  private static Judgement parse(String text, String stop, String output) {
    Prompt prompt = Prompt.of(FAITHFULNESS, Samples.revision(), output);
    return new ReplyParser(FAITHFULNESS, prompt.user())
        .parse(new Completion(text, stop, Optional.empty()));
  }

  @ParameterizedTest
  @MethodSource("replies")
  void believesOnlyWhatCanBeMeantInOneWay(JsonNode reply) {
    String name = reply.get("name").stringValue();
    Judgement judgement =
        parse(
            reply.get("text").stringValue(),
            reply.get("stop").stringValue(),
            reply.get("output").stringValue());
    if (reply.has("error")) {
      assertThat(judgement)
          .as(name)
          .isEqualTo(new Judgement.Failed(Judgement.Cause.REPLY, reply.get("error").stringValue()));
      return;
    }
    assertThat(judgement).as(name).isInstanceOf(Judgement.Scored.class);
    Judgement.Scored scored = (Judgement.Scored) judgement;
    assertThat(scored.value()).as(name).isEqualTo(reply.get("value").doubleValue());
    assertThat(scored.repaired()).as(name).isEqualTo(reply.get("repaired").booleanValue());
    if (reply.has("reason")) {
      assertThat(scored.reason()).as(name).isEqualTo(reply.get("reason").stringValue());
    }
  }

  @Test
  void aReasonIsKeptShortAndOnOneLine() {
    String reason = "a\\n\\u0007" + "b".repeat(1000);
    String text = "{\"dimension\":\"faithfulness\",\"score\":5,\"reason\":\"" + reason + "\"}";
    Judgement.Scored scored = (Judgement.Scored) parse(text, "end_turn", "");
    assertThat(scored.reason()).hasSize(300).startsWith("a  bbb").doesNotContain("\n");
  }

  @Test
  void aReplyBeyondAllMeasureIsRefused() {
    assertThat(parse("{".repeat(40_000), "end_turn", ""))
        .isEqualTo(
            new Judgement.Failed(
                Judgement.Cause.REPLY, "reply: 40000 characters (expected: at most 32768)"));
  }

  @Test
  void noReplyWhateverBreaksIt() {
    Random random = new Random(7);
    String whole = StubEndpoint.scored("faithfulness", 8);
    String alphabet = whole + "{}[]\"\\,:`\u0000\ud800é";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder(whole);
      for (int edits = random.nextInt(4); edits >= 0; edits--) {
        int at = random.nextInt(text.length());
        char c = alphabet.charAt(random.nextInt(alphabet.length()));
        if (random.nextBoolean()) {
          text.insert(at, c);
        } else {
          text.setLength(at + 1);
        }
      }
      Judgement judgement = parse(text.toString(), "end_turn", "An output.");
      assertThat(judgement).isNotNull();
    }
  }
}
