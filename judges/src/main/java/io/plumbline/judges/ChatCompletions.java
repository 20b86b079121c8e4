package io.plumbline.judges;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Chat completions in OpenAI's form. */
record ChatCompletions(JudgeConfig config) implements JudgeEndpoint {
  private static final JsonMapper JSON = new JsonMapper();

  @Override
  public HttpRequest request(Prompt prompt) {
    ObjectNode body = JSON.createObjectNode();
    body.put("model", config.model());
    body.put("max_tokens", config.maxTokens());
    body.put("temperature", 0);
    ArrayNode messages = body.putArray("messages");
    messages.addObject().put("role", "system").put("content", prompt.system());
    messages.addObject().put("role", "user").put("content", prompt.user());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(config.resolve("/chat/completions"))
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
    config.key().ifPresent(key -> request.header("authorization", "Bearer " + key.value()));
    return request.build();
  }

  @Override
  public Optional<Completion> completion(JsonNode reply) {
    JsonNode choice = reply.path("choices").path(0);
    if (!choice.path("message").isObject()) {
      return Optional.empty();
    }
    return Optional.of(
        new Completion(
            choice.path("message").path("content").stringValue(""),
            choice.path("finish_reason").stringValue("none given"),
            Replies.usage(reply.path("usage"), "prompt_tokens", "completion_tokens")));
  }
}
