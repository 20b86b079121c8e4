package io.plumbline.server;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.KnownLength;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/**
 * Answers a request that is no message of its type, or too large a one; gRPC alone would say {@code
 * UNKNOWN} or {@code INTERNAL}.
 */
final class MalformedMessages implements ServerInterceptor {

  /** Too little to grow into much. */
  private static final int UNCOUNTED_BYTES = 64 << 10;

  private final Metrics metrics;

  private MalformedMessages(Metrics metrics) {
    this.metrics = metrics;
  }

  /**
   * {@code service} with its requests parsed inside the interceptor, where it can see them fail.
   */
  static ServerServiceDefinition refusedBy(ServerServiceDefinition service, Metrics metrics) {
    return ServerInterceptors.intercept(
        ServerInterceptors.useMarshalledMessages(service, new AsTheyCome()),
        new MalformedMessages(metrics));
  }

  /** gRPC's own {@code useInputStreamMessages} copies each through a buffer of 8 KiB. */
  private static final class AsTheyCome implements MethodDescriptor.Marshaller<InputStream> {
    @Override
    public InputStream stream(InputStream message) {
      return message;
    }

    @Override
    public InputStream parse(InputStream message) {
      return message;
    }
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    boolean one = call.getMethodDescriptor().getType().clientSendsOneMessage();
    return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
      private boolean received;
      private boolean refused;

      @Override
      public void onMessage(Q message) {
        if (refused) { // a stream may have more
          return;
        }
        received = true;
        try {
          super.onMessage(checked(call, message));
        } catch (Refusal e) {
          refuse(e);
        } catch (IOException e) { // of what is compressed, too
          refuse(malformed(call, e));
        } catch (StatusRuntimeException e) {
          if (e.getCause() instanceof InvalidProtocolBufferException cause) {
            refuse(malformed(call, cause));
          } else if (e.getStatus().getCode() == Status.Code.RESOURCE_EXHAUSTED) {
            refuse(tooLarge()); // a compressed one, whose size shows only here
          } else {
            throw e;
          }
        }
      }

      @Override
      public void onHalfClose() {
        if (refused) { // without a message the handler would close the call once more
          return;
        }
        if (one && !received) {
          refuse(Refusal.invalid("request", "absent", "one message"));
        } else {
          super.onHalfClose();
        }
      }

      private void refuse(Refusal why) {
        refused = true;
        metrics.refused(why);
        StatusException refusal = why.asStatus();
        call.close(refusal.getStatus(), refusal.getTrailers());
      }
    };
  }

  /** The message, or a copy of it, once it is small or has been counted. */
  @SuppressWarnings("unchecked") // the messages are as AsTheyCome
  private static <Q> Q checked(ServerCall<Q, ?> call, Q message) throws IOException {
    InputStream stream = (InputStream) message;
    if (stream instanceof KnownLength && stream.available() <= UNCOUNTED_BYTES) {
      return message;
    }
    byte[] bytes = stream.readAllBytes();
    if (call.getMethodDescriptor().getSchemaDescriptor()
        instanceof ProtoMethodDescriptorSupplier method) {
      FieldCount.requireFew(method.getMethodDescriptor().getInputType(), bytes);
    }
    return (Q) new ByteArrayInputStream(bytes);
  }

  private static Refusal tooLarge() {
    return Refusal.of(
        Status.Code.RESOURCE_EXHAUSTED,
        "request",
        "larger once decompressed",
        "at most " + Limits.MAX_MESSAGE_BYTES + " bytes");
  }

  private static Refusal malformed(ServerCall<?, ?> call, IOException cause) {
    String method = call.getMethodDescriptor().getBareMethodName();
    String service = String.valueOf(call.getMethodDescriptor().getServiceName());
    boolean text = String.valueOf(cause.getMessage()).toUpperCase(Locale.ROOT).contains("UTF-8");
    return Refusal.invalid(
        "request",
        text ? "a text field that is not UTF-8" : "malformed",
        "a " + method + "Request of " + service.substring(0, service.lastIndexOf('.')));
  }
}
