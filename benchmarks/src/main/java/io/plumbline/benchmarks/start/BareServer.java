package io.plumbline.benchmarks.start;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.plumbline.env.v1.EnvironmentServiceGrpc.EnvironmentServiceImplBase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The floor: a JVM whose gRPC server has the contract's service and no implementation of it. */
final class BareServer {
  private BareServer() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(new EnvironmentServiceImplBase() {})
            .build()
            .start();
    System.out.println("bare: serving on 127.0.0.1:" + server.getPort());
    server.awaitTermination();
  }
}
