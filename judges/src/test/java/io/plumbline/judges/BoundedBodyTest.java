package io.plumbline.judges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

class BoundedBodyTest {
  private final BoundedBody body = new BoundedBody(4);
  private final List<String> asked = new ArrayList<>();

  private void subscribe() {
    body.onSubscribe(
        new Flow.Subscription() {
          @Override
          public void request(long n) {
            asked.add("all of " + n);
          }

          @Override
          public void cancel() {
            asked.add("no more");
          }
        });
  }

  private static List<ByteBuffer> buffers(int... lengths) {
    List<ByteBuffer> buffers = new ArrayList<>();
    for (int length : lengths) {
      buffers.add(ByteBuffer.wrap(new byte[length]));
    }
    return buffers;
  }

  private CompletableFuture<byte[]> read() {
    return body.getBody().toCompletableFuture();
  }

  @Test
  void aBodyOfTheLimitIsReadToItsEnd() {
    subscribe();
    body.onNext(buffers(1, 2));
    body.onNext(buffers(1));
    assertThat(read()).isNotDone();
    body.onComplete();
    assertThat(read()).isCompletedWithValueMatching(bytes -> bytes.length == 4);
    assertThat(asked).containsExactly("all of " + Long.MAX_VALUE);
  }

  @Test
  void aLongerOneIsRefusedAtOnceAndNoMoreOfItIsTaken() {
    subscribe();
    List<ByteBuffer> rest = buffers(3, 2, 1);
    body.onNext(rest);
    assertThatThrownBy(() -> read().get())
        .hasCauseInstanceOf(BoundedBody.TooLongException.class)
        .hasMessageContaining("reply: too long (expected: at most 4 bytes)");
    List<ByteBuffer> later = buffers(1);
    body.onNext(later);
    assertThat(later.get(0).remaining()).isEqualTo(1);
    assertThat(asked).endsWith("no more").hasSize(2);
  }

  @Test
  void aBodyThatBreaksSaysSo() {
    subscribe();
    body.onError(new IOException("broke"));
    assertThat(read()).isCompletedExceptionally();
  }
}
