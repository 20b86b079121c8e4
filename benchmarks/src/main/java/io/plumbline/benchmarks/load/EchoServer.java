package io.plumbline.benchmarks.load;

import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.plumbline.env.v1.StepRequest;
import io.plumbline.env.v1.StepResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Answers every step with one fixed reply: what gRPC costs when nothing is done. */
final class EchoServer implements AutoCloseable {
  private static final String SERVICE = "plumbline.benchmarks.Echo";

  static final MethodDescriptor<StepRequest, StepResponse> METHOD =
      MethodDescriptor.<StepRequest, StepResponse>newBuilder()
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, "Step"))
          .setRequestMarshaller(ProtoUtils.marshaller(StepRequest.getDefaultInstance()))
          .setResponseMarshaller(ProtoUtils.marshaller(StepResponse.getDefaultInstance()))
          .build();

  private final Server server;

  EchoServer(StepResponse reply) throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .directExecutor()
            .addService(
                ServerServiceDefinition.builder(SERVICE)
                    .addMethod(
                        METHOD,
                        ServerCalls.asyncUnaryCall(
                            (request, observer) -> {
                              observer.onNext(reply);
                              observer.onCompleted();
                            }))
                    .build())
            .build()
            .start();
  }

  int port() {
    return server.getPort();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
