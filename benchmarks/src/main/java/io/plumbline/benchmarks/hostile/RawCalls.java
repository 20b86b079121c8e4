package io.plumbline.benchmarks.hostile;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Calls whose messages are bytes, many in flight at once. */
final class RawCalls {
  private static final int IN_FLIGHT = 128;

  /** A call that takes longer is stuck. */
  private static final long PATIENCE_SECONDS = 60;

  /** Hears how a call ended. */
  interface End {
    /** Called once, on a thread of the channel's. */
    void ended(Status status, List<byte[]> replies);
  }

  private final ManagedChannel channel;
  private final Semaphore places = new Semaphore(IN_FLIGHT);

  RawCalls(ManagedChannel channel) {
    this.channel = channel;
  }

  /** Sends once there is a place: all of {@code requests}, and that there are no more. */
  void send(MethodDescriptor<?, ?> method, List<byte[]> requests, End end)
      throws InterruptedException {
    places.acquire();
    ClientCall<byte[], byte[]> call =
        channel.newCall(
            method.toBuilder(new Bytes(), new Bytes()).build(),
            CallOptions.DEFAULT.withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS));
    List<byte[]> replies = new ArrayList<>();
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onMessage(byte[] reply) {
            replies.add(reply);
          }

          @Override
          public void onClose(Status status, Metadata trailers) {
            try {
              end.ended(status, replies);
            } finally {
              places.release();
            }
          }
        },
        new Metadata());
    call.request(Integer.MAX_VALUE);
    for (byte[] request : requests) {
      call.sendMessage(request);
    }
    call.halfClose();
  }

  /** Waits until all have ended. */
  void await() throws InterruptedException {
    places.acquire(IN_FLIGHT);
    places.release(IN_FLIGHT);
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
