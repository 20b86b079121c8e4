package io.plumbline.server;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.plumbline.graders.Profile;
import io.plumbline.graders.RewardRule;
import io.plumbline.graders.tasks.Difficulty;
import io.plumbline.server.Registry.PreparedTask;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Checks of request fields, each with the field's name and limit in its refusal. */
final class Requests {

  private static final char REPLACEMENT = '\ufffd';

  private Requests() {}

  static int inRange(String field, int value, int least, int most) {
    if (value < least || value > most) {
      throw Refusal.invalid(
          field, value, most == Integer.MAX_VALUE ? "at least " + least : least + " to " + most);
    }
    return value;
  }

  static long seed(long seed) {
    if (seed < 0) {
      throw Refusal.invalid("seed", seed, "at least 0");
    }
    return seed;
  }

  static Profile profile(String name) {
    return Profile.named(name)
        .orElseThrow(
            () ->
                Refusal.invalid(
                    "profile", Refusal.quote(name), labels(Profile.values(), Profile::label)));
  }

  static RewardRule rewardRule(String name) {
    if (name.isEmpty()) {
      return RewardRule.PESSIMISTIC;
    }
    return RewardRule.named(name)
        .orElseThrow(
            () ->
                Refusal.invalid(
                    "reward_rule",
                    Refusal.quote(name),
                    labels(RewardRule.values(), RewardRule::label)));
  }

  static Optional<Difficulty> difficulty(String name) {
    if (name.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Difficulty.named(name)
            .orElseThrow(
                () ->
                    Refusal.invalid(
                        "difficulty",
                        Refusal.quote(name),
                        labels(Difficulty.values(), Difficulty::label))));
  }

  static void emptyOr(String field, String value, String expected) {
    if (!value.isEmpty() && !value.equals(expected)) {
      throw Refusal.invalid(
          field, Refusal.quote(value), "empty, or \"" + expected + "\" as in task_id");
    }
  }

  static void requireOpen(String field, Object value, PreparedTask prepared) {
    if (!prepared.open) {
      throw Refusal.of(
          Status.Code.PERMISSION_DENIED,
          field,
          value,
          "only on open splits; " + prepared.task.split() + " is closed");
    }
  }

  static void requireEvidence(Principal principal) {
    if (!principal.role().seesEvidence()) {
      throw Refusal.of(
          Status.Code.PERMISSION_DENIED,
          "evidence",
          "asked for by " + principal.name() + ", " + principal.role().withArticle(),
          "a trainer's request");
    }
  }

  /** The text of an action or output: valid UTF-8 within the limit. */
  static String text(String field, ByteString bytes) {
    if (bytes.size() > Limits.MAX_ACTION_BYTES) {
      throw Refusal.invalid(
          field, bytes.size() + " bytes", "at most " + Limits.MAX_ACTION_BYTES + " bytes");
    }
    String text = bytes.toStringUtf8();
    // What is malformed becomes a replacement character; looking for one takes less than checking.
    if (text.indexOf(REPLACEMENT) >= 0 && !bytes.isValidUtf8()) {
      throw Refusal.invalid(
          field, "not UTF-8 at byte " + validPrefix(bytes.asReadOnlyByteBuffer()), "UTF-8 text");
    }
    return text;
  }

  private static int validPrefix(ByteBuffer bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    decoder.decode(bytes, CharBuffer.allocate(bytes.remaining()), true);
    return bytes.position();
  }

  private static <T> String labels(T[] values, Function<T, String> label) {
    return Arrays.stream(values).map(label).collect(Collectors.joining(" or "));
  }
}
