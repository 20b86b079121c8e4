package io.plumbline.benchmarks.load;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.List;
import java.util.function.Function;

/** A call for each request. */
final class CallWire<Q, R> implements Wire {
  private final Channel channel;
  private final MethodDescriptor<Q, R> method;
  private final List<Q> requests;
  private final int items;
  private final Function<R, Status.Code> outcome;

  /**
   * @param requests sent in turn
   * @param items steps in each
   * @param outcome what a reply says
   */
  CallWire(
      Channel channel,
      MethodDescriptor<Q, R> method,
      List<Q> requests,
      int items,
      Function<R, Status.Code> outcome) {
    this.channel = channel;
    this.method = method;
    this.requests = List.copyOf(requests);
    this.items = items;
    this.outcome = outcome;
  }

  @Override
  public int items() {
    return items;
  }

  @Override
  public void send(long number, Answer answer) {
    ClientCall<Q, R> call = channel.newCall(method, CallOptions.DEFAULT);
    call.start(new Reply(answer), new Metadata());
    call.request(1);
    call.sendMessage(requests.get((int) (number % requests.size())));
    call.halfClose();
  }

  /** Not a stub's observer, for which every refusal becomes an exception with its stack. */
  private final class Reply extends ClientCall.Listener<R> {
    private final Answer answer;
    private Status.Code code = Status.Code.INTERNAL; // unless there is a message

    Reply(Answer answer) {
      this.answer = answer;
    }

    @Override
    public void onMessage(R reply) {
      code = outcome.apply(reply);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      answer.came(status.isOk() ? code : status.getCode());
    }
  }
}
