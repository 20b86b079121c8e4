package io.plumbline.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.plumbline.env.v1.Episode;
import io.plumbline.env.v1.FinishReason;
import io.plumbline.env.v1.StepRequest;
import org.junit.jupiter.api.Test;

class ActionsTest {
  private static final Episode EPISODE =
      Episode.newBuilder().setHandle(ByteString.copyFromUtf8("handle")).build();

  @Test
  void whyThePolicyStoppedIsKept() {
    StepRequest stopped = Actions.stop(EPISODE, "a");
    assertThat(stopped.getFinishReason()).isEqualTo(FinishReason.FINISH_REASON_STOP);
    assertThat(stopped.hasTokenCount()).isFalse();
    assertThat(stopped.getHandle()).isEqualTo(EPISODE.getHandle());
    assertThat(Actions.stop(EPISODE, "a", 3).getTokenCount()).isEqualTo(3);
    StepRequest cut = Actions.length(EPISODE, "a", 7);
    assertThat(cut.getFinishReason()).isEqualTo(FinishReason.FINISH_REASON_LENGTH);
    assertThat(cut.getTokenCount()).isEqualTo(7);
  }

  @Test
  void aTextIsSentAsItIsAndHalfAPairAsNoText() {
    assertThat(Actions.utf8("né 😀")).isEqualTo(ByteString.copyFromUtf8("né 😀"));
    assertThat(Actions.utf8("a\ud83d").isValidUtf8()).isFalse();
    assertThat(Actions.utf8("\ude00a").isValidUtf8()).isFalse();
  }
}
