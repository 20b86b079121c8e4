package io.plumbline.benchmarks.hostile;

import com.google.protobuf.ByteString;
import io.plumbline.env.v1.FinishReason;
import io.plumbline.env.v1.StepRequest;
import io.plumbline.graders.tasks.SplitMix64;
import java.util.List;

/**
 * Steps that must be refused: handles that a server never gave away, and fields out of range.
 *
 * @param known steps that are in order
 * @param foreign a handle of another server
 * @param ended a handle whose episode has ended
 */
record Forgery(List<StepRequest> known, ByteString foreign, ByteString ended) {

  /** With {@code handles: } or {@code fields: } and its kind. */
  record Forged(String label, StepRequest step) {}

  Forgery {
    known = List.copyOf(known);
  }

  Forged next(SplitMix64 random) {
    StepRequest step = random.pick(known);
    return random.below(3) == 0 ? fields(step, random) : handle(step, random);
  }

  private Forged handle(StepRequest step, SplitMix64 random) {
    ByteString handle = step.getHandle();
    int size = handle.size();
    return switch (random.below(9)) {
      case 0 -> forged("a flipped bit", step, flipped(handle, random.below(size), random));
      case 1 ->
          forged(
              "a flipped bit of the state", step, flipped(handle, 5 + random.below(100), random));
      case 2 -> forged("cut", step, handle.substring(0, random.below(size)));
      case 3 ->
          forged(
              "lengthened",
              step,
              handle.concat(
                  noise(random, random.below(50) == 0 ? 1 << 16 : random.between(1, 64))));
      case 4 -> forged("halves of two", step, spliced(handle, random));
      case 5 -> forged("another server's", step, foreign);
      case 6 -> forged("ended", step, ended);
      case 7 -> forged("noise", step, noise(random, random.between(1, 5000)));
      default ->
          forged(
              "signed by a guess", step, handle.substring(0, size - 32).concat(noise(random, 32)));
    };
  }

  private ByteString spliced(ByteString handle, SplitMix64 random) {
    ByteString other = foreign;
    while (other.equals(foreign) || other.equals(handle)) {
      other = random.pick(known).getHandle();
    }
    int macs = 32;
    return handle
        .substring(0, handle.size() - macs)
        .concat(other.substring(other.size() - macs, other.size()));
  }

  private static ByteString flipped(ByteString handle, int at, SplitMix64 random) {
    byte[] bytes = handle.toByteArray();
    bytes[at] ^= (byte) (1 << random.below(8));
    return ByteString.copyFrom(bytes);
  }

  private static ByteString noise(SplitMix64 random, int length) {
    return ByteString.copyFrom(BrokenFrames.noise(random, length));
  }

  private static Forged forged(String kind, StepRequest step, ByteString handle) {
    return new Forged("handles: " + kind, step.toBuilder().setHandle(handle).build());
  }

  private static Forged fields(StepRequest step, SplitMix64 random) {
    StepRequest.Builder odd = step.toBuilder();
    String kind =
        switch (random.below(5)) {
          case 0 -> {
            odd.setFinishReasonValue(random.pick(List.of(0, 3, 99, -1, Integer.MIN_VALUE)));
            yield "finish_reason";
          }
          case 1 -> {
            odd.setTokenCount(random.pick(List.of(-1, -1000, Integer.MIN_VALUE)));
            yield "token_count";
          }
          case 2 -> {
            ByteString text = ByteString.copyFrom(new byte[] {'a', (byte) 0xc0, (byte) 0xaf});
            odd.setAction(step.getAction().concat(text));
            yield "action that is not UTF-8";
          }
          case 3 -> {
            odd.clearHandle();
            yield "handle absent";
          }
          default -> {
            odd.setFinishReason(FinishReason.FINISH_REASON_UNSPECIFIED).clearAction();
            yield "everything absent";
          }
        };
    return new Forged("fields: " + kind, odd.build());
  }
}
