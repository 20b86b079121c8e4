package io.plumbline.client;

import com.google.protobuf.ByteString;
import io.plumbline.env.v1.Episode;
import io.plumbline.env.v1.FinishReason;
import io.plumbline.env.v1.StepRequest;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Steps from texts. */
public final class Actions {

  private Actions() {}

  /** The text that a policy wrote that stopped by itself. */
  public static StepRequest stop(Episode episode, String text) {
    return step(episode, text, FinishReason.FINISH_REASON_STOP).build();
  }

  /**
   * The same under a token budget.
   *
   * @param tokens of the text by the policy's own tokenizer, at least 0
   */
  public static StepRequest stop(Episode episode, String text, int tokens) {
    return step(episode, text, FinishReason.FINISH_REASON_STOP).setTokenCount(tokens).build();
  }

  /**
   * The text that a policy had written when its budget ran out.
   *
   * @param tokens of the text by the policy's own tokenizer, at least 0
   */
  public static StepRequest length(Episode episode, String text, int tokens) {
    return step(episode, text, FinishReason.FINISH_REASON_LENGTH).setTokenCount(tokens).build();
  }

  private static StepRequest.Builder step(Episode episode, String text, FinishReason reason) {
    return StepRequest.newBuilder()
        .setHandle(episode.getHandle())
        .setAction(utf8(text))
        .setFinishReason(reason);
  }

  /**
   * A text as the contract carries it. Half of a surrogate pair is no text: it becomes bytes that
   * are not UTF-8 either, so that the server says so of this item and the others go on.
   */
  public static ByteString utf8(String text) {
    try {
      return ByteString.copyFrom(StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text)));
    } catch (CharacterCodingException e) {
      return ByteString.copyFromUtf8(text).concat(ByteString.copyFrom(new byte[] {(byte) 0xff}));
    }
  }
}
