package io.plumbline.trainer.objectives;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Java's collector between a loss and its backward pass changes no gradient: whatever PyTorch reads
 * again is still there.
 */
class CollectorTest {
  private static final Cleaner CLEANER = Cleaner.create();

  /** Losses of log-probabilities [2, 3]; each is to become one number. */
  static Stream<Named<UnaryOperator<NDArray>>> losses() {
    return Stream.of(
        named(
            "policy", x -> all(new PolicyLoss(0.2, 0.28, 0.5).perToken(x, x.stopGradient(), x, x))),
        named("value", x -> all(new ValueLoss(0.2).perToken(x, ones(x), ones(x)))),
        named("k2", x -> all(KlEstimators.k2(x, ones(x)))),
        named("bonus", x -> all(Entropy.bonus(x, 0.5))),
        named(
            "dpo",
            x -> {
              DpoLoss loss = new DpoLoss(0.1);
              return loss.perPair(loss.rewards(flat(x), flat(ones(x)))).sum();
            }),
        named("orpo", x -> new OrpoLoss(0.1).perPair(flat(x), flat(x).sub(1)).sum()),
        named("token mean", x -> Aggregation.TOKEN_MEAN.share(x, ones(x), SIZE)),
        named("sequence mean", x -> Aggregation.SEQUENCE_MEAN.share(x, ones(x), SIZE)),
        named("fixed length", x -> Aggregation.FIXED_LENGTH.share(x, ones(x), SIZE)));
  }

  private static final MinibatchSize SIZE = new MinibatchSize(2, 6, 5);

  private static Named<UnaryOperator<NDArray>> named(String name, UnaryOperator<NDArray> loss) {
    return Named.of(name, loss);
  }

  private static NDArray ones(NDArray like) {
    return like.getManager().ones(like.getShape());
  }

  private static NDArray flat(NDArray table) {
    return table.reshape(new Shape(-1));
  }

  private static NDArray all(NDArray table) {
    return table.sum();
  }

  @ParameterizedTest
  @MethodSource("losses")
  void aCollectionBeforeTheBackwardPassChangesNoGradient(UnaryOperator<NDArray> loss)
      throws InterruptedException {
    float[] undisturbed = gradient(loss, false);
    assertThat(undisturbed).isNotEqualTo(new float[undisturbed.length]);
    assertThat(gradient(loss, true)).isEqualTo(undisturbed);
  }

  private static float[] gradient(UnaryOperator<NDArray> loss, boolean disturbed)
      throws InterruptedException {
    io.plumbline.trainer.torch.Torch.enterThread(true);
    try (NDManager manager = Torch.manager()) {
      float[] values = {-0.1f, -0.5f, -2, -0.9f, -1.5f, -0.3f};
      NDArray leaf = manager.create(values, new Shape(2, 3));
      leaf.setRequiresGradient(true);
      NDArray number = loss.apply(leaf);
      List<ByteBuffer> junk = disturbed ? collected() : List.of();
      io.plumbline.trainer.torch.Torch.backward(number);
      assertThat(junk.size()).isNotNegative(); // and it is alive until here
      return leaf.getGradient().toFloatArray();
    }
  }

  /** Has what nobody holds given back, and its memory taken by others. */
  private static List<ByteBuffer> collected() throws InterruptedException {
    CountDownLatch cleaned = new CountDownLatch(1);
    CLEANER.register(new Object(), cleaned::countDown);
    for (int i = 0; i < 100 && cleaned.getCount() > 0; i++) {
      System.gc();
      assertThat(cleaned.await(100, TimeUnit.MILLISECONDS) || i < 99).isTrue();
    }
    List<ByteBuffer> junk = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      junk.add(ByteBuffer.allocateDirect(4).putInt(0, 7));
      junk.add(ByteBuffer.allocateDirect(8).putDouble(0, 7));
    }
    return junk;
  }
}
