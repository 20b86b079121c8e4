package io.plumbline.judges;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The Anthropic Messages API. */
record AnthropicMessages(JudgeConfig config) implements JudgeEndpoint {
  private static final String VERSION = "2023-06-01";
  private static final JsonMapper JSON = new JsonMapper();

  @Override
  public HttpRequest request(Prompt prompt) {
    ObjectNode body = JSON.createObjectNode();
    body.put("model", config.model());
    body.put("max_tokens", config.maxTokens());
    body.put("temperature", 0);
    body.put("system", prompt.system());
    body.putArray("messages").addObject().put("role", "user").put("content", prompt.user());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(config.resolve("/v1/messages"))
            .header("content-type", "application/json")
            .header("anthropic-version", VERSION)
            .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
    config.key().ifPresent(key -> request.header("x-api-key", key.value()));
    return request.build();
  }

  @Override
  public Optional<Completion> completion(JsonNode reply) {
    JsonNode content = reply.path("content");
    if (!content.isArray()) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode block : content) {
      text.append(block.path("text").stringValue(""));
    }
    return Optional.of(
        new Completion(
            text.toString(),
            reply.path("stop_reason").stringValue("none given"),
            Replies.usage(reply.path("usage"), "input_tokens", "output_tokens")));
  }
}
