package io.plumbline.judges;

import java.net.http.HttpRequest;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** How one HTTP API is asked and how it answers. */
sealed interface JudgeEndpoint permits AnthropicMessages, ChatCompletions {

  static JudgeEndpoint of(JudgeConfig config) {
    return switch (config.provider()) {
      case ANTHROPIC -> new AnthropicMessages(config);
      case OPENAI -> new ChatCompletions(config);
    };
  }

  /** The request for one call at temperature 0, its key included. */
  HttpRequest request(Prompt prompt);

  /** What a reply with status 200 holds; empty if it is not of the API's form. */
  Optional<Completion> completion(JsonNode reply);
}
