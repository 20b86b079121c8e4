package io.plumbline.trainer.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WaitingTest {
  private static final int ROOM = 8;

  private static List<Prompt> prompts(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new Prompt(new int[] {i, 1}, 2, 2L * i))
        .toList();
  }

  /** The second asks before the first does, and yet is served by what each has computed. */
  @Test
  void theLaneThatHasComputedLeastComesFirst() {
    List<Prompt> prompts = prompts(4);
    Waiting waiting = new Waiting(prompts, 2);
    CompletableFuture<Prompt> second =
        CompletableFuture.supplyAsync(() -> waiting.take(1, 5, ROOM).orElseThrow());
    assertThat(waiting.take(0, 0, ROOM)).containsSame(prompts.get(0));
    assertThat(waiting.take(0, 4, ROOM)).containsSame(prompts.get(1));
    assertThat(waiting.take(0, 5, ROOM)).containsSame(prompts.get(2)); // of equals, the first lane
    waiting.advance(0, 6);
    assertThat(second.join()).isSameAs(prompts.get(3));
    assertThat(waiting.take(0, 7, ROOM)).isEmpty();
  }

  @Test
  void aLaneThatHasLeftIsWaitedForNoMore() {
    List<Prompt> prompts = prompts(1);
    Waiting waiting = new Waiting(prompts, 2);
    waiting.leave(0);
    assertThat(waiting.take(1, 1000, ROOM)).containsSame(prompts.get(0));
  }

  @Test
  void nothingIsTakenWithoutRoomForAllAnswers() {
    List<Prompt> prompts = prompts(1);
    Waiting waiting = new Waiting(prompts, 1);
    assertThat(waiting.take(0, 1, 1)).isEmpty();
    assertThat(waiting.take(0, 1, 2)).containsSame(prompts.get(0));
  }
}
