package io.plumbline.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Messages that cannot be answered, and what is said of them. */
class OpenEnvRefusalsTest {
  private static EnvironmentServer server;
  private OpenEnvSocket socket;

  @BeforeAll
  static void start() throws Exception {
    server = OpenEnvSocket.serve(TestServer.config(TestServer.KEY), Access.local());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void open() {
    socket = OpenEnvSocket.open(server);
  }

  @AfterEach
  void close() {
    socket.close();
  }

  private static void requireError(JsonNode reply, String code, String message) {
    assertThat(reply.get("type").stringValue()).isEqualTo("error");
    assertThat(reply.get("data").get("code").stringValue()).isEqualTo(code);
    assertThat(reply.get("data").get("message").stringValue()).isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          hello | INVALID_JSON | message: not JSON from column 1 on (expected: one JSON object)
          {'type': | INVALID_JSON | message: not JSON from column 9 on (expected: one JSON object)
          [1] | INVALID_JSON | message: no object (expected: a JSON object with type and data)
          {'type':'state'} {} | INVALID_JSON | message: more than one value (expected: one JSON object)
          {'type':'state','id':1} | INVALID_JSON | message: a field "id" (expected: only type and data)
          {} | UNKNOWN_TYPE | type: absent (expected: reset, step, state or close)
          {'type':{}} | UNKNOWN_TYPE | type: absent (expected: reset, step, state or close)
          {'type':'mcp','data':{'a':[{}]}} | UNKNOWN_TYPE | type: "mcp" (expected: reset, step, state or close)
          {'type':'reset','data':7} | VALIDATION_ERROR | data: no object (expected: a JSON object)
          {'type':'reset','data':{},'data':{}} | VALIDATION_ERROR | data: there twice (expected: once)
          {'type':'step'} | VALIDATION_ERROR | data: absent (expected: an object with an action)
          """)
  void whatIsNoMessageIsSaidToBeNone(String message, String code, String said) throws Exception {
    requireError(socket.ask(message), code, said);
    assertThat(socket.ask("{'type':'state'}").get("type").stringValue()).isEqualTo("state");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'split':'train' | environment: absent (expected: one of spreadsheet_clean, doc_revision, citation_ground)
          'environment':'chess' | environment: "chess" (expected: one of spreadsheet_clean, doc_revision, citation_ground)
          'environment':'doc_revision','split':'train','profile':'kind' | profile: "kind" (expected: reference or strict)
          'environment':'doc_revision','split':'train','reward_rule':'all' | reward_rule: "all" (expected: pessimistic or reference or assessed_only)
          'environment':'doc_revision','split':'train','seed':-1 | seed: -1 (expected: at least 0)
          'environment':'doc_revision','split':'train','seed':'7' | seed: "7" (expected: an integer of 64 bits)
          'environment':'doc_revision','split':'train','seed':7.5 | seed: 7.5 (expected: an integer of 64 bits)
          'environment':'doc_revision','split':'train','seed':18446744073709551616 | seed: 18446744073709551616 (expected: an integer of 64 bits)
          'environment':'doc_revision','split':'train','token_budget':0 | token_budget: 0 (expected: 1 to 1048576)
          'token_budget':4294967297 | token_budget: 4294967297 (expected: an integer of 32 bits)
          'task_id':'doc_revision/nowhere/1' | task_id: "doc_revision/nowhere/1" (expected: environment/split/key, as SampleTasks lists them)
          'task_id':'doc_revision/train/1','seed':1 | seed: 1 with a task_id (expected: one of the two)
          'task_id':['doc_revision/train/1'] | task_id: an array (expected: a string)
          'evidence':1 | evidence: 1 (expected: true or false)
          'group_size':4 | data: a field "group_size" (expected: only environment, split, seed, task_id, profile, reward_rule, token_budget, evidence, episode_id, request_id)
          'seed':1,'seed':2 | data: a field "seed" twice (expected: each once)
          """)
  void aResetNamesTheFieldAndItsLimit(String data, String said) throws Exception {
    requireError(socket.ask("{'type':'reset','data':{" + data + "}}"), "VALIDATION_ERROR", said);
  }

  @Test
  void anUnknownSplitNamesThoseThereAre() throws Exception {
    JsonNode reply =
        socket.ask("{'type':'reset','data':{'environment':'doc_revision','split':'best'}}");
    assertThat(reply.get("data").get("message").stringValue())
        .startsWith("split: \"best\" (expected: one of train, ");
    assertThat(reply.get("data").get("field").stringValue()).isEqualTo("split");
    assertThat(reply.get("data").get("status").stringValue()).isEqualTo("NOT_FOUND");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'output':'a' | VALIDATION_ERROR | data: a field "output" (expected: only action, finish_reason, token_count, handle, request_id, metadata)
          'metadata':{} | VALIDATION_ERROR | action: absent (expected: the policy's output)
          'action':5 | VALIDATION_ERROR | action: 5 (expected: a string)
          'action':'\\ud800' | VALIDATION_ERROR | action: half of a surrogate pair (expected: Unicode text)
          'action':'a','metadata':'b' | VALIDATION_ERROR | metadata: "b" (expected: an object)
          'action':'a','finish_reason':'tired' | VALIDATION_ERROR | finish_reason: "tired" (expected: "stop" or "length")
          'action':'a','token_count':-1 | VALIDATION_ERROR | token_count: -1 (expected: at least 0)
          'action':'a','handle':'?' | VALIDATION_ERROR | handle: not base64 (expected: a handle as a reset gave it)
          """)
  void aStepNamesTheFieldAndItsLimit(String data, String code, String said) throws Exception {
    socket.ask("{'type':'reset','data':{'environment':'doc_revision','split':'train'}}");
    requireError(socket.ask("{'type':'step','data':{" + data + "}}"), code, said);
  }

  @Test
  void aForgedHandleIsNobodys() throws Exception {
    JsonNode reply = socket.ask("{'type':'step','data':{'action':'a','handle':'AAAA'}}");
    assertThat(reply.get("data").get("status").stringValue()).isEqualTo("UNAUTHENTICATED");
    assertThat(reply.get("data").get("field").stringValue()).isEqualTo("handle");
  }

  @Test
  void whatIsTooMuchIsRefusedWithItsLimit() throws Exception {
    socket.ask("{'type':'reset','data':{'environment':'doc_revision','split':'train'}}");
    String large = "a".repeat((1 << 20) + 1);
    requireError(
        socket.ask("{'type':'step','data':{'action':'" + large + "'}}"),
        "VALIDATION_ERROR",
        "action: 1048577 bytes (expected: at most 1048576 bytes)");
    requireError(
        socket.ask("{'type':'step','data':{'action':'a','request_id':'" + "b".repeat(256) + "'}}"),
        "VALIDATION_ERROR",
        "request_id: 256 characters (expected: at most 255 characters)");
    requireError(
        socket.ask("{'type':'reset','data':{'a':" + "[".repeat(100_000)),
        "INVALID_JSON",
        "message: not JSON (expected: one JSON object)");
    StringBuilder fields = new StringBuilder("'a':1");
    for (int i = 0; i < 64; i++) {
      fields.append(",'a").append(i).append("':1");
    }
    requireError(
        socket.ask("{'type':'reset','data':{" + fields + "}}"),
        "VALIDATION_ERROR",
        "data: more fields (expected: at most 64)");
    // An action as long as it may be, each byte of it written in six.
    socket.ask("{'type':'reset','data':{'environment':'doc_revision','split':'train'}}");
    String escaped = "\\u0061".repeat(1 << 20);
    assertThat(
            socket
                .ask("{'type':'step','data':{'action':'" + escaped + "'}}")
                .get("data")
                .get("done")
                .booleanValue())
        .isTrue();
    socket.send("a".repeat(OpenEnvSession.MOST_BYTES + 1));
    requireError(
        socket.receive(), "VALIDATION_ERROR", "message: larger (expected: at most 6356992 bytes)");
    assertThat(socket.next())
        .isEqualTo("closed 1009 message: larger (expected: at most 6356992 bytes)");
  }

  @Test
  void aBinaryMessageIsNone() throws Exception {
    socket.sendBinary(new byte[] {'{', '}'});
    requireError(socket.receive(), "INVALID_JSON", "message: binary (expected: text)");
    assertThat(socket.ask("{'type':'state'}").get("type").stringValue()).isEqualTo("state");
  }
}
