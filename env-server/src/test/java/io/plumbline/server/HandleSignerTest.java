package io.plumbline.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.plumbline.graders.Profile;
import io.plumbline.graders.RewardRule;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandleSignerTest {
  private final HandleSigner signer = new HandleSigner(List.of(TestServer.KEY));

  private static Handle state(String taskId, int turn) {
    return new Handle(
        "local",
        taskId,
        "00ff",
        "v/1",
        Profile.STRICT,
        RewardRule.PESSIMISTIC,
        3,
        turn,
        512,
        true,
        1_800_000_000L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spreadsheet_clean/train/7",
        "",
        "a/b/caf\u00e9 \u4e2d\u6587",
        "a/b/\ud83d\ude00 \0 \ufffd",
        "a/b/half \ud83d"
      })
  void aStateIsReadAsItWasWrittenAndSignedOnATurnLater(String taskId) {
    ByteString handle = signer.sign(state(taskId, 0));

    HandleSigner.Opened opened = signer.open(handle);
    ByteString next = signer.next(handle, opened.key());

    assertThat(opened.state()).isEqualTo(state(taskId, 0));
    assertThat(next).isEqualTo(signer.sign(state(taskId, 1)));
    assertThat(signer.open(next).state().isFinal()).isTrue();
    assertThat(signer.open(handle).state().isFinal()).isFalse(); // it was not written to
  }
}
