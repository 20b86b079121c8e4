package io.plumbline.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.plumbline.env.v1.Error;
import io.plumbline.env.v1.GradeRequest;
import io.plumbline.env.v1.GradeResult;
import io.plumbline.env.v1.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchesTest {
  private static final Retry SOON =
      new Retry(Duration.ofMinutes(1), Duration.ofMillis(1), Duration.ofMillis(1));
  private static final Error BUSY = Error.newBuilder().setCode(14).setMessage("busy").build();

  private final List<List<GradeRequest>> sent = new ArrayList<>();

  private static GradeRequest output(int number) {
    return GradeRequest.newBuilder().setTaskId(Integer.toString(number)).build();
  }

  private static List<GradeRequest> outputs(int count) {
    return IntStream.range(0, count).mapToObj(BatchesTest::output).toList();
  }

  private static Limits limits(int items, int bytes) {
    return Limits.newBuilder().setMaxBatchItems(items).setMaxMessageBytes(bytes).build();
  }

  private static List<Integer> sizes(Iterator<? extends List<?>> messages) {
    List<Integer> sizes = new ArrayList<>();
    messages.forEachRemaining(message -> sizes.add(message.size()));
    return sizes;
  }

  @Test
  void messagesHoldAsManyAsTheServerTakes() {
    assertThat(sizes(Batches.cut(outputs(5).iterator(), limits(2, 1 << 20))))
        .containsExactly(2, 2, 1);
    assertThat(sizes(Batches.cut(outputs(600).iterator(), limits(1000, 1 << 20))))
        .containsExactly(256, 256, 88);
    assertThat(sizes(Batches.cut(outputs(3).iterator(), limits(0, 0)))).containsExactly(1, 1, 1);
    Iterator<List<GradeRequest>> none = Batches.cut(outputs(0).iterator(), limits(2, 100));
    assertThat(none.hasNext()).isFalse();
    assertThatThrownBy(none::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void messagesStayBelowTheLimitInBytesWhileTheyCan() {
    GradeRequest large =
        GradeRequest.newBuilder().setOutput(ByteString.copyFrom(new byte[400])).build();
    List<GradeRequest> outputs = List.of(output(1), large, output(2), output(3), large, large);
    assertThat(sizes(Batches.cut(outputs.iterator(), limits(10, 1000)))).containsExactly(4, 1, 1);
  }

  private Batches<GradeRequest, GradeResult> batches(IntFunction<GradeResult> result) {
    return new Batches<>(
        SOON,
        message -> {
          sent.add(message);
          return CompletableFuture.completedFuture(
              message.stream()
                  .map(each -> result.apply(Integer.parseInt(each.getTaskId())))
                  .toList());
        },
        item -> item.hasError() ? Optional.of(item.getError()) : Optional.empty(),
        error -> GradeResult.newBuilder().setError(error).build());
  }

  @Test
  void onlyWhatWasTurnedAwayGoesAgain() throws Exception {
    int[] calls = {0};
    Batches<GradeRequest, GradeResult> batches =
        batches(
            number ->
                number == 1 && calls[0]++ == 0
                    ? GradeResult.newBuilder().setError(BUSY).build()
                    : number == 2
                        ? GradeResult.newBuilder()
                            .setError(Error.newBuilder().setCode(3).setMessage("bad"))
                            .build()
                        : GradeResult.getDefaultInstance());
    List<GradeResult> results = batches.one(outputs(4)).get();
    assertThat(results.stream().map(GradeResult::hasError))
        .containsExactly(false, false, true, false);
    assertThat(sent).containsExactly(outputs(4), List.of(output(1)));
  }

  @Test
  void thousandsOfMessagesThatAreAnsweredAtOnceDoNotDeepenTheStack() throws Exception {
    Batches<GradeRequest, GradeResult> batches =
        batches(number -> GradeResult.getDefaultInstance());
    Iterator<List<GradeRequest>> messages =
        Batches.cut(outputs(50_000).iterator(), limits(1, 1 << 20));
    assertThat(batches.all(messages).get()).hasSize(50_000);
  }
}
