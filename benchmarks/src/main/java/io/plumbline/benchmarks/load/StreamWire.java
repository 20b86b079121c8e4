package io.plumbline.benchmarks.load;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.plumbline.env.v1.EnvironmentServiceGrpc;
import io.plumbline.env.v1.RolloutRequest;
import io.plumbline.env.v1.RolloutResponse;
import io.plumbline.env.v1.StepRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Requests on one stream, told apart by their ids. After its end there is a new one. */
final class StreamWire implements Wire, AutoCloseable {
  private final Channel channel;
  private final List<StepRequest> steps;

  // Guarded by this.
  private long ids;
  private @Nullable Stream current;

  StreamWire(Channel channel, List<StepRequest> steps) {
    this.channel = channel;
    this.steps = List.copyOf(steps);
  }

  @Override
  public int items() {
    return 1;
  }

  @Override
  public synchronized void send(long number, Answer answer) {
    Stream stream = current;
    if (stream == null) {
      stream = new Stream();
      current = stream;
    }
    stream.send(++ids, steps.get((int) (number % steps.size())), answer);
  }

  private synchronized void forget(Stream over) {
    if (current == over) {
      current = null;
    }
  }

  /** Sends no more; what waits is still answered. */
  @Override
  public synchronized void close() {
    if (current != null) {
      current.requests.onCompleted();
    }
  }

  private final class Stream implements StreamObserver<RolloutResponse> {
    private final Map<Long, Answer> waiting = new ConcurrentHashMap<>();
    private final StreamObserver<RolloutRequest> requests =
        ClientCalls.asyncBidiStreamingCall(
            channel.newCall(EnvironmentServiceGrpc.getRolloutMethod(), CallOptions.DEFAULT), this);
    private volatile Status.@Nullable Code end;

    void send(long id, StepRequest step, Answer answer) {
      waiting.put(id, answer);
      requests.onNext(RolloutRequest.newBuilder().setId(id).setStep(step).build());
      Status.Code ended = end;
      if (ended != null) { // perhaps before it was put
        end(ended);
      }
    }

    @Override
    public void onNext(RolloutResponse reply) {
      end(
          reply.getId(),
          reply.hasError()
              ? Status.fromCodeValue(reply.getError().getCode()).getCode()
              : Status.Code.OK);
    }

    @Override
    public void onError(Throwable t) {
      end(Status.fromThrowable(t).getCode());
    }

    @Override
    public void onCompleted() {
      end(Status.Code.UNAVAILABLE);
    }

    private void end(Status.Code code) {
      end = code;
      forget(this);
      waiting.keySet().forEach(id -> end(id, code));
    }

    private void end(long id, Status.Code code) {
      Answer answer = waiting.remove(id);
      if (answer != null) {
        answer.came(code);
      }
    }
  }
}
