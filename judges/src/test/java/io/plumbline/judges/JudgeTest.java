package io.plumbline.judges;

import static io.plumbline.judges.Samples.FAITHFULNESS;
import static io.plumbline.judges.StubEndpoint.bytes;
import static io.plumbline.judges.StubEndpoint.json;
import static io.plumbline.judges.StubEndpoint.message;
import static io.plumbline.judges.StubEndpoint.says;
import static io.plumbline.judges.StubEndpoint.scored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.graders.tasks.Task;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JudgeTest {
  private static final String EIGHT = scored("faithfulness", 8);

  private final StubEndpoint stub = new StubEndpoint();
  private final ManualClockwork clockwork = new ManualClockwork(0.5);

  @TempDir private Path folder;

  @AfterEach
  void close() {
    stub.close();
  }

  private Judgement assess(JudgeConfig config) throws IOException {
    try (Judge judge = Judge.open(config, clockwork)) {
      return judge.assess(FAITHFULNESS, Samples.revision(), "Nora painted the gate green.");
    }
  }

  private Judgement assess() throws IOException {
    return assess(stub.config(3));
  }

  private static JudgeConfig withTimeout(JudgeConfig config, int timeoutMs) {
    return new JudgeConfig(
        config.provider(),
        config.baseUrl(),
        config.model(),
        config.key(),
        config.maxTokens(),
        timeoutMs,
        config.retries(),
        config.maxInFlight(),
        config.pricing(),
        config.cacheFile());
  }

  private static void assertUnavailable(Judgement judgement, String why) {
    assertThat(judgement).isInstanceOf(Judgement.Failed.class);
    Judgement.Failed failed = (Judgement.Failed) judgement;
    assertThat(failed.cause()).isEqualTo(Judgement.Cause.ENDPOINT);
    assertThat(failed.why()).contains(why).doesNotContain("secret");
  }

  @Test
  void asksTheMessagesApiAtTemperatureZeroWithTheKeyInItsHeader() throws IOException {
    stub.then(says(EIGHT));
    assertThat(assess()).isEqualTo(new Judgement.Scored(0.8, "as it seems", false));
    StubEndpoint.Request request = stub.requests().get(0);
    assertThat(request.path()).isEqualTo("/v1/messages");
    assertThat(request.headers())
        .containsEntry("x-api-key", "sk-very-secret")
        .containsEntry("anthropic-version", "2023-06-01")
        .containsEntry("content-type", "application/json");
    JsonNode body = new JsonMapper().readTree(request.body());
    assertThat(body.get("model").stringValue()).isEqualTo("stub-model");
    assertThat(body.get("temperature").doubleValue()).isZero();
    assertThat(body.get("max_tokens").intValue()).isEqualTo(200);
    assertThat(body.get("system").stringValue()).contains("faithfulness", "0 to 10");
    assertThat(body.at("/messages/0/role").stringValue()).isEqualTo("user");
    assertThat(body.at("/messages/0/content").stringValue())
        .contains("Shorten the note.", "- Keep every fact.", "painted green by Nora")
        .contains("Nora painted the gate green.");
    assertThat(request.body()).doesNotContain("secret");
  }

  @Test
  void asksChatCompletionsWithTheKeyAsABearer() throws IOException {
    stub.then(
        json(
            200,
            "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":"
                + new JsonMapper().writeValueAsString(EIGHT)
                + "},\"finish_reason\":\"stop\"}],"
                + "\"usage\":{\"prompt_tokens\":900,\"completion_tokens\":30}}"));
    try (Judge judge =
        Judge.open(
            stub.config(Provider.OPENAI, 0, new Pricing(1, 10, 5), Optional.empty()), clockwork)) {
      assertThat(judge.assess(FAITHFULNESS, Samples.revision(), "Nora."))
          .isEqualTo(new Judgement.Scored(0.8, "as it seems", false));
      assertThat(judge.cost()).isEqualTo(new Cost(1, 900, 30, 0.0012));
    }
    StubEndpoint.Request request = stub.requests().get(0);
    assertThat(request.path()).isEqualTo("/chat/completions");
    assertThat(request.headers()).containsEntry("authorization", "Bearer sk-very-secret");
    JsonNode body = new JsonMapper().readTree(request.body());
    assertThat(body.at("/messages/0/role").stringValue()).isEqualTo("system");
    assertThat(body.at("/messages/1/content").stringValue()).contains("Nora.");
    assertThat(body.get("temperature").doubleValue()).isZero();
    assertThat(body.get("max_tokens").intValue()).isEqualTo(200);
  }

  @Test
  void sendsNoHeaderForAKeyThatIsNotThere() throws IOException {
    stub.then(says(EIGHT));
    JudgeConfig keyless =
        new JudgeConfig(
            Provider.ANTHROPIC,
            stub.url(),
            "m",
            Optional.empty(),
            200,
            60_000,
            0,
            1,
            StubEndpoint.FREE,
            Optional.empty());
    assertThat(assess(keyless)).isInstanceOf(Judgement.Scored.class);
    assertThat(stub.requests().get(0).headers()).doesNotContainKeys("x-api-key", "authorization");
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503, 529})
  void triesAgainWhereAFaultMayPassWithExponentialBackoffAndJitter(int status) throws IOException {
    stub.then(json(status, "{}")).then(json(status, "")).then(says(EIGHT));
    assertThat(assess()).isInstanceOf(Judgement.Scored.class);
    assertThat(clockwork.sleeps()).containsExactly(Duration.ofMillis(250), Duration.ofMillis(500));
  }

  @Test
  void givesUpAfterSoManyRetriesAndSaysWhatTheEndpointSaid() throws IOException {
    stub.then(json(529, "{\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}"));
    assertUnavailable(assess(), "HTTP 529: Overloaded, after 4 attempts");
    assertThat(stub.requests()).hasSize(4);
  }

  @Test
  void waitsAsLongAsRetryAfterAsksInSecondsOrUntilADate() throws IOException {
    stub.then(json(429, "{}", "retry-after", "7"))
        .then(json(503, "{}", "Retry-After", "Sat, 21 Nov 2026 08:00:30 GMT"))
        .then(json(429, "{}", "retry-after", "soon"))
        .then(says(EIGHT));
    assertThat(assess()).isInstanceOf(Judgement.Scored.class);
    assertThat(clockwork.sleeps())
        .containsExactly(
            Duration.ofMillis(7_250), Duration.ofMillis(30_500), Duration.ofMillis(1_000));
  }

  @Test
  void doesNotWaitForHours() throws IOException {
    stub.then(json(429, "{}", "retry-after", "3600"));
    assertUnavailable(assess(), "HTTP 429, try again in 3600 s (expected: at most 120 s)");
    assertThat(clockwork.sleeps()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void aKeyThatIsRefusedIsNotTriedAgainNorShown(int status) throws IOException {
    stub.then(json(status, "{\"error\":{\"message\":\"Incorrect key sk-very-secret\"}}"));
    assertUnavailable(assess(), "HTTP " + status + " (expected: a key that may use stub-model)");
    assertThat(stub.requests()).hasSize(1);
  }

  @Test
  void aBadRequestIsNotTriedAgainAndItsReasonIsShownWithoutTheKey() throws IOException {
    stub.then(json(400, "{\"error\":{\"message\":\"no temperature\\nfor sk-very-secret\"}}"));
    assertUnavailable(assess(), "HTTP 400: no temperature for [key]");
    assertThat(stub.requests()).hasSize(1);
  }

  @Test
  void aRedirectIsNotFollowed() throws IOException {
    stub.then(json(307, "", "location", stub.url() + "/elsewhere")).then(says(EIGHT));
    assertUnavailable(assess(), "HTTP 307, a redirect (expected: base_url");
    assertThat(stub.requests()).hasSize(1);
  }

  @Test
  void aConnectionThatBreaksIsTriedAgain() throws IOException {
    stub.then(StubEndpoint.saysNothing()).then(StubEndpoint.hangsUp()).then(says(EIGHT));
    assertThat(assess()).isInstanceOf(Judgement.Scored.class);
    assertThat(stub.requests()).hasSize(3);
  }

  @Test
  void aReplyThatNeverComesOrNeverEndsRunsIntoTheTimeout() throws IOException {
    stub.then(stub.neverAnswers()).then(stub.stalls());
    assertUnavailable(
        assess(withTimeout(stub.config(1), 500)), "no reply within 500 ms, after 2 attempts");
  }

  @Test
  void anEndpointThatIsNotThereIsSaidToBeUnreachable() throws IOException {
    JudgeConfig config = stub.config(1);
    stub.close();
    assertUnavailable(assess(config), "cannot be reached, after 2 attempts");
  }

  @Test
  void anEnvelopeThatIsCutOffOrNotUtf8IsTriedAgain() throws IOException {
    byte[] latin1 = message("naïve " + EIGHT).getBytes(StandardCharsets.ISO_8859_1);
    String whole = message(EIGHT);
    stub.then(bytes(200, latin1))
        .then(json(200, whole.substring(0, whole.length() / 2)))
        .then(json(200, "<html>Bad gateway</html>"))
        .then(says(EIGHT));
    assertThat(assess()).isInstanceOf(Judgement.Scored.class);
    assertThat(stub.requests()).hasSize(4);
  }

  @Test
  void aReplyOfAnotherFormIsNotTriedAgain() throws IOException {
    stub.then(json(200, "{\"error\":{\"message\":\"no such model\"}}"));
    assertUnavailable(assess(), "not of the API's form (provider: anthropic): no such model");
    assertThat(stub.requests()).hasSize(1);
    assertUnavailable(
        assess(stub.config(Provider.OPENAI, 0, StubEndpoint.FREE, Optional.empty())),
        "not of the API's form (provider: openai): no such model");
  }

  @Test
  void aReplyWithoutContentIsNoRedirect() throws IOException {
    stub.then(json(204, ""));
    assertThat(assess())
        .isEqualTo(new Judgement.Failed(Judgement.Cause.ENDPOINT, stub.url() + ": HTTP 204"));
  }

  @Test
  void aHugeReplyIsRefusedWithoutBeingRead() throws IOException {
    stub.then(says(EIGHT + "x".repeat(JudgeClient.MAX_REPLY_BYTES)));
    assertUnavailable(assess(), "reply: too long (expected: at most 1048576 bytes)");
    assertThat(stub.requests()).hasSize(1);
  }

  @Test
  void aReplyThatCannotBeBelievedIsAFailureOfTheJudgeAndNotTriedAgain() throws IOException {
    stub.then(says(scored("faithfulness", 11)));
    assertThat(assess())
        .isEqualTo(new Judgement.Failed(Judgement.Cause.REPLY, "score: 11 (expected: 0 to 10)"));
    assertThat(stub.requests()).hasSize(1);
  }

  @Test
  void anOutputBeyondAllMeasureIsNotSent() throws IOException {
    try (Judge judge = Judge.open(stub.config(0), clockwork)) {
      assertUnavailable(
          judge.assess(FAITHFULNESS, Samples.revision(), "w ".repeat(200_000)),
          "(expected: at most 400000)");
      assertThat(judge.cost().calls()).isZero();
    }
  }

  @Test
  void theSameQuestionIsAskedOnceAndEveryOtherAnew() throws IOException {
    stub.then(says(EIGHT));
    Task other = Samples.revision("Another note.", "");
    try (Judge judge = Judge.open(stub.config(0), clockwork)) {
      for (int i = 0; i < 3; i++) {
        assertThat(judge.assess(FAITHFULNESS, Samples.revision(), "a"))
            .isEqualTo(new Judgement.Scored(0.8, "as it seems", false));
      }
      assertThat(stub.requests()).hasSize(1);
      judge.assess(FAITHFULNESS, Samples.revision(), "b");
      judge.assess(FAITHFULNESS, other, "a");
      assertThat(stub.requests()).hasSize(3);
      assertThat(judge.assess(JudgeRubric.bundled().get(1), other, "a"))
          .isInstanceOf(Judgement.Failed.class); // the stub speaks of faithfulness
      assertThat(stub.requests()).hasSize(4);
    }
  }

  @Test
  void failuresAreNotKept() throws IOException {
    stub.then(says("I cannot say.")).then(says(EIGHT));
    try (Judge judge = Judge.open(stub.config(0), clockwork)) {
      assertThat(judge.assess(FAITHFULNESS, Samples.revision(), "a"))
          .isInstanceOf(Judgement.Failed.class);
      assertThat(judge.assess(FAITHFULNESS, Samples.revision(), "a"))
          .isInstanceOf(Judgement.Scored.class);
    }
  }

  @Test
  void scoresSurviveARestartForTheSameModelOnly() throws IOException {
    stub.then(says(EIGHT));
    Optional<Path> cache = Optional.of(folder.resolve("cache.jsonl"));
    JudgeConfig config = stub.config(Provider.ANTHROPIC, 0, StubEndpoint.FREE, cache);
    Judgement first = assess(config);
    assertThat(assess(config)).isEqualTo(first);
    assertThat(stub.requests()).hasSize(1);
    JudgeConfig otherModel =
        new JudgeConfig(
            config.provider(),
            config.baseUrl(),
            "other",
            config.key(),
            200,
            60_000,
            0,
            2,
            StubEndpoint.FREE,
            cache);
    assess(otherModel);
    assertThat(stub.requests()).hasSize(2);
  }

  @Test
  void callsStopBeforeTheBudgetIsPassed() throws IOException {
    stub.then(says(EIGHT));
    // 1000 tokens in and 20 out cost 0.0012; what one call may cost at most is more.
    Pricing pricing = new Pricing(1, 10, 0.01);
    JudgeConfig config = stub.config(Provider.ANTHROPIC, 0, pricing, Optional.empty());
    try (Judge judge = Judge.open(config, clockwork)) {
      List<Judgement> judgements = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        judgements.add(judge.assess(FAITHFULNESS, Samples.revision(), "output " + i));
      }
      assertThat(judgements.get(0)).isInstanceOf(Judgement.Scored.class);
      assertUnavailable(judgements.get(19), "budget: one more call could pass it");
      assertThat(judge.cost().amount()).isBetween(0.0036, 0.01);
      assertThat(stub.requests()).hasSize((int) judge.cost().calls()).hasSizeLessThan(9);
    }
  }

  @Test
  void whatMayHaveBeenBilledIsCountedAndWhatWasRefusedIsNot() throws IOException {
    JudgeConfig config =
        stub.config(Provider.ANTHROPIC, 0, new Pricing(1, 10, 1), Optional.empty());
    stub.then(json(500, "{}")).then(StubEndpoint.hangsUp());
    try (Judge judge = Judge.open(config, clockwork)) {
      judge.assess(FAITHFULNESS, Samples.revision(), "a");
      assertThat(judge.cost()).isEqualTo(new Cost(1, 0, 0, 0));
      judge.assess(FAITHFULNESS, Samples.revision(), "a");
      assertThat(judge.cost().calls()).isEqualTo(2);
      assertThat(judge.cost().outputTokens()).isEqualTo(200);
      assertThat(judge.cost().inputTokens()).isGreaterThan(1000);
    }
  }

  @Test
  void anotherEnvironmentsRubricIsRefused() throws IOException {
    JudgeRubric citations = JudgeRubric.of("citation_ground", "citation_accurate").orElseThrow();
    try (Judge judge = Judge.open(stub.config(0), clockwork)) {
      assertThatThrownBy(() -> judge.assess(citations, Samples.revision(), ""))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("environment: doc_revision (expected: citation_ground)");
    }
  }
}
