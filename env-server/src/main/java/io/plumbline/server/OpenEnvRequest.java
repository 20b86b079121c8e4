package io.plumbline.server;

import com.google.protobuf.ByteString;
import io.plumbline.env.v1.FinishReason;
import io.plumbline.env.v1.ResetRequest;
import io.plumbline.env.v1.StepRequest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** A message of OpenEnv's client: {@code {"type": …, "data": {…}}}. */
sealed interface OpenEnvRequest {
  /** Most characters of a name that the caller gives; OpenEnv's own limit. */
  int MOST_LABEL = 255;

  /**
   * Starts an episode.
   *
   * @param episodeId the caller's name for it
   * @param requestId the caller's name for this request
   */
  record Reset(ResetRequest request, Optional<String> episodeId, Optional<String> requestId)
      implements OpenEnvRequest {}

  /**
   * Takes a step.
   *
   * @param request without a handle where the connection's episode is meant
   * @param requestId the caller's name for this request
   */
  record Step(StepRequest request, Optional<String> requestId) implements OpenEnvRequest {}

  /** Asks for the connection's episode. */
  record State() implements OpenEnvRequest {}

  /** What cannot be read, and why. */
  record Unreadable(Refusal why) implements OpenEnvRequest {}

  /** Says that the connection is not needed any more. */
  record Close() implements OpenEnvRequest {}

  /**
   * Reads a message, in memory that grows with its texts alone.
   *
   * @throws Refusal if it is none, or a field cannot be what it is; names it
   */
  static OpenEnvRequest read(byte[] message) {
    try (JsonParser parser = Reader.JSON.createParser(ObjectReadContext.empty(), message)) {
      return Reader.message(parser);
    } catch (JacksonException e) {
      TokenStreamLocation location = e.getLocation();
      String column = location == null ? "" : " from column " + location.getColumnNr() + " on";
      throw Refusal.invalid("message", "not JSON" + column, "one JSON object");
    }
  }

  /** How it is read. */
  final class Reader {
    /** Keeps no names: a stranger could send millions. */
    private static final JsonFactory JSON =
        JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .build();

    private static final List<String> OF_RESET =
        List.of(
            "environment",
            "split",
            "seed",
            "task_id",
            "profile",
            "reward_rule",
            "token_budget",
            "evidence",
            "episode_id",
            "request_id");
    private static final List<String> OF_STEP =
        List.of("action", "finish_reason", "token_count", "handle", "request_id", "metadata");

    private Reader() {}

    private static OpenEnvRequest message(JsonParser parser) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw Refusal.invalid("message", "no object", "a JSON object with type and data");
      }
      String type = "";
      Optional<OpenEnvFields> data = Optional.empty();
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = parser.currentName();
        JsonToken token = parser.nextToken();
        switch (name) {
          case "type" -> type = token == JsonToken.VALUE_STRING ? parser.getString() : "";
          case "data" -> {
            if (data.isPresent()) {
              throw Refusal.invalid("data", "there twice", "once");
            }
            data = data(parser, token);
          }
          default ->
              throw Refusal.invalid(
                  "message", "a field " + Refusal.quote(name), "only type and data");
        }
        parser.skipChildren(); // of what was none of both
      }
      if (parser.nextToken() != null) {
        throw Refusal.invalid("message", "more than one value", "one JSON object");
      }
      return switch (type) {
        case "reset" -> reset(data.orElseGet(OpenEnvFields::none));
        case "step" ->
            step(
                data.orElseThrow(
                    () -> Refusal.invalid("data", "absent", "an object with an action")));
        case "state" -> new State();
        case "close" -> new Close();
        default ->
            throw Refusal.invalid("type", Refusal.quote(type), "reset, step, state or close");
      };
    }

    private static Optional<OpenEnvFields> data(JsonParser parser, JsonToken token) {
      return switch (token) {
        case START_OBJECT -> Optional.of(OpenEnvFields.read(parser));
        case VALUE_NULL -> Optional.empty();
        default -> throw Refusal.invalid("data", "no object", "a JSON object");
      };
    }

    private static Reset reset(OpenEnvFields data) {
      data.requireKnown(OF_RESET);
      ResetRequest.Builder request =
          ResetRequest.newBuilder()
              .setProfile(data.text("profile").orElse("strict"))
              .setEvidence(data.flag("evidence"));
      data.text("environment").ifPresent(request::setEnvironment);
      data.text("split").ifPresent(request::setSplit);
      data.text("reward_rule").ifPresent(request::setRewardRule);
      data.count("token_budget").ifPresent(request::setTokenBudget);
      data.integer("seed").ifPresent(request::setSeed);
      data.text("task_id")
          .ifPresent(
              id -> {
                if (request.hasSeed()) {
                  throw Refusal.invalid(
                      "seed", request.getSeed() + " with a task_id", "one of the two");
                }
                request.setTaskId(id);
              });
      return new Reset(
          request.build(),
          data.label("episode_id", MOST_LABEL),
          data.label("request_id", MOST_LABEL));
    }

    private static Step step(OpenEnvFields data) {
      data.requireKnown(OF_STEP);
      data.allowObject("metadata"); // of every Action of OpenEnv's
      StepRequest.Builder request =
          StepRequest.newBuilder()
              .setAction(
                  data.bytes("action")
                      .orElseThrow(
                          () -> Refusal.invalid("action", "absent", "the policy's output")))
              .setFinishReason(finishReason(data.text("finish_reason")));
      data.count("token_count").ifPresent(request::setTokenCount);
      data.text("handle").ifPresent(text -> request.setHandle(handle(text)));
      return new Step(request.build(), data.label("request_id", MOST_LABEL));
    }

    private static FinishReason finishReason(Optional<String> name) {
      return switch (name.orElse("stop")) {
        case "stop" -> FinishReason.FINISH_REASON_STOP;
        case "length" -> FinishReason.FINISH_REASON_LENGTH;
        default ->
            throw Refusal.invalid(
                "finish_reason", Refusal.quote(name.orElse("")), "\"stop\" or \"length\"");
      };
    }

    private static ByteString handle(String base64) {
      try {
        return ByteString.copyFrom(Base64.getDecoder().decode(base64));
      } catch (IllegalArgumentException e) {
        throw Refusal.invalid("handle", "not base64", "a handle as a reset gave it");
      }
    }
  }
}
