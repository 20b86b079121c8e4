package io.plumbline.benchmarks.hostile;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.plumbline.benchmarks.hostile.Forgery.Forged;
import io.plumbline.benchmarks.hostile.OddRequests.Odd;
import io.plumbline.env.v1.EnvironmentServiceGrpc;
import io.plumbline.env.v1.Error;
import io.plumbline.env.v1.RolloutRequest;
import io.plumbline.env.v1.RolloutResponse;
import io.plumbline.env.v1.StepBatchRequest;
import io.plumbline.env.v1.StepBatchResponse;
import io.plumbline.env.v1.StepResult;
import io.plumbline.graders.tasks.SplitMix64;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Sends what is broken or forged, and holds what comes back to the contract. */
final class Attack {
  private static final int PATIENCE_MILLIS = 30_000;
  private static final int FLOOD_PERCENT = 5; // or there would be little else
  private static final int ITEMS = 64;
  private static final List<BrokenFrames> FLOODS =
      Arrays.stream(BrokenFrames.values()).filter(BrokenFrames::isFlood).toList();
  private static final List<BrokenFrames> OTHER_FRAMES =
      Arrays.stream(BrokenFrames.values()).filter(kind -> !kind.isFlood()).toList();
  private static final List<BrokenMessages> MESSAGES = List.of(BrokenMessages.values());
  private static final MethodDescriptor<?, ?> ROLLOUT = EnvironmentServiceGrpc.getRolloutMethod();
  private static final MethodDescriptor<?, ?> STEP = EnvironmentServiceGrpc.getStepMethod();
  private static final MethodDescriptor<?, ?> BATCH = EnvironmentServiceGrpc.getStepBatchMethod();

  private final int port;
  private final RawCalls calls;
  private final Verdict verdict;
  private final Tally tally;
  private final byte[] step;
  private final List<Map.Entry<MethodDescriptor<?, ?>, byte[]>> messages;
  private final Forgery forgery;
  private final OddRequests odd;

  Attack(
      int port,
      RawCalls calls,
      Tally tally,
      List<Map.Entry<MethodDescriptor<?, ?>, byte[]>> messages,
      Forgery forgery,
      OddRequests odd) {
    this.port = port;
    this.calls = calls;
    this.verdict = new Verdict(tally);
    this.tally = tally;
    this.step = forgery.known().get(0).toByteArray();
    this.messages = List.copyOf(messages);
    this.forgery = forgery;
    this.odd = odd;
  }

  /** One connection with broken frames. */
  void frames(SplitMix64 random) throws IOException {
    BrokenFrames kind = random.pick(random.chance(FLOOD_PERCENT) ? FLOODS : OTHER_FRAMES);
    Frames out = new Frames();
    int count = kind.write(out, random, step);
    try (Peer peer = new Peer(port, PATIENCE_MILLIS)) {
      peer.send(out.toBytes());
      if (!kind.hasEnd) {
        tally.add(kind.label(), "left", count);
        return;
      }
      Peer.End end = peer.finish();
      if (end == Peer.End.STUCK) {
        tally.fault(kind.label() + ": neither answered nor closed");
      }
      peer.ends().values().forEach(each -> verdict.framing(kind.label(), each));
      String answer = end == Peer.End.CLOSED ? "cut off" : "answered";
      tally.add(kind.label(), peer.isTurnedAway() ? "turned away" : answer, count);
    }
  }

  /** A call with broken messages. */
  void messages(SplitMix64 random) throws InterruptedException {
    BrokenMessages kind = random.pick(MESSAGES);
    Map.Entry<MethodDescriptor<?, ?>, byte[]> right = random.pick(messages);
    List<byte[]> broken = new ArrayList<>();
    int count = right.getKey().equals(ROLLOUT) ? random.between(1, 4) : 1;
    for (int i = 0; i < count; i++) {
      broken.add(kind.of(right.getValue(), random));
    }
    String label = kind.label();
    calls.send(right.getKey(), broken, (status, replies) -> verdict.mayPass(label, status, count));
  }

  /** Forged handles and fields out of range, by call, batch or stream. */
  void requests(SplitMix64 random) throws InterruptedException {
    switch (random.below(ITEMS)) {
      case 0, 1 -> batch(random);
      case 2, 3 -> stream(random);
      case 4, 5, 6, 7, 8, 9, 10, 11 -> {
        Odd request = odd.next(random);
        calls.send(
            request.method(),
            List.of(request.request().toByteArray()),
            (status, replies) -> verdict.refused(request.label(), status));
      }
      default -> {
        Forged forged = forgery.next(random);
        calls.send(
            STEP,
            List.of(forged.step().toByteArray()),
            (status, replies) -> verdict.refused(forged.label(), status));
      }
    }
  }

  /** Waits until all calls have ended. */
  void await() throws InterruptedException {
    calls.await();
  }

  private List<Forged> many(SplitMix64 random) {
    List<Forged> many = new ArrayList<>();
    for (int i = 0; i < ITEMS; i++) {
      many.add(forgery.next(random));
    }
    return many;
  }

  private void batch(SplitMix64 random) throws InterruptedException {
    List<Forged> many = many(random);
    StepBatchRequest.Builder batch = StepBatchRequest.newBuilder();
    many.forEach(each -> batch.addSteps(each.step()));
    calls.send(
        BATCH,
        List.of(batch.build().toByteArray()),
        (status, replies) -> {
          List<Error> errors = new ArrayList<>();
          if (status.isOk()) {
            for (StepResult result :
                parsed(StepBatchResponse.getDefaultInstance(), replies.get(0)).getResultsList()) {
              errors.add(result.getError());
            }
          }
          items("batch", many, status, errors);
        });
  }

  private void stream(SplitMix64 random) throws InterruptedException {
    List<Forged> many = many(random);
    List<byte[]> requests = new ArrayList<>();
    for (int i = 0; i < ITEMS; i++) {
      requests.add(
          RolloutRequest.newBuilder().setId(i).setStep(many.get(i).step()).build().toByteArray());
    }
    calls.send(
        ROLLOUT,
        requests,
        (status, replies) -> {
          Error[] errors = new Error[replies.size()];
          for (byte[] reply : replies) {
            RolloutResponse response = parsed(RolloutResponse.getDefaultInstance(), reply);
            errors[(int) response.getId()] = response.getError();
          }
          items("stream", many, status, List.of(errors));
        });
  }

  private void items(String how, List<Forged> many, Status status, List<Error> errors) {
    if (status.getCode() == Status.Code.RESOURCE_EXHAUSTED) { // as a whole
      verdict.mayPass("overload of a " + how, status, many.size());
      return;
    }
    if (!status.isOk() || errors.size() != many.size()) {
      tally.fault(
          "a " + how + " of " + many.size() + " ended with " + errors.size() + ", " + status);
      return;
    }
    for (int i = 0; i < many.size(); i++) {
      Error error = errors.get(i);
      verdict.refused(
          many.get(i).label(),
          Status.fromCodeValue(error.getCode()).withDescription(error.getMessage()));
    }
  }

  @SuppressWarnings("unchecked") // a message's parser makes such messages
  private static <M extends Message> M parsed(M type, byte[] bytes) {
    try {
      return (M) type.getParserForType().parseFrom(ByteString.copyFrom(bytes));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }
}
