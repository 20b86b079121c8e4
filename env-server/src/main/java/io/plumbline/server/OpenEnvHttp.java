package io.plumbline.server;

import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.channel.ChannelFutureListener;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.SimpleChannelInboundHandler;
import io.grpc.netty.shaded.io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.grpc.netty.shaded.io.netty.handler.codec.http.FullHttpRequest;
import io.grpc.netty.shaded.io.netty.handler.codec.http.FullHttpResponse;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpHeaderNames;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpHeaderValues;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpMethod;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpResponseStatus;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpVersion;
import io.grpc.netty.shaded.io.netty.handler.codec.http.QueryStringDecoder;
import io.grpc.netty.shaded.io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.grpc.netty.shaded.io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.grpc.netty.shaded.io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import io.grpc.netty.shaded.io.netty.handler.timeout.IdleStateHandler;
import io.grpc.netty.shaded.io.netty.util.concurrent.Future;
import io.grpc.stub.StreamObserver;
import io.plumbline.env.v1.EnvironmentServiceGrpc;
import io.plumbline.env.v1.EnvironmentServiceGrpc.EnvironmentServiceStub;
import io.plumbline.env.v1.ListEnvironmentsRequest;
import io.plumbline.env.v1.ListEnvironmentsResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The one request of a connection: for health, for schemas, or for a WebSocket. */
final class OpenEnvHttp extends SimpleChannelInboundHandler<FullHttpRequest> {
  /** Until a request is there and answered. */
  private static final int REQUEST_SECONDS = 10;

  /** After so long without a word, a client is asked whether it is still there. */
  private static final int SILENT_SECONDS = 120;

  /** Netty's name for what it puts there once the WebSocket is open. */
  private static final String DECODER = "wsdecoder";

  private static final String VERSION = "13";
  private static final String NO_WEBSOCKET =
      "request: no WebSocket's (expected: an upgrade to one, of version " + VERSION + ")";

  private static final byte[] SCHEMAS = resource("openenv-schemas.json");
  private static final WebSocketDecoderConfig FRAMES =
      WebSocketDecoderConfig.newBuilder()
          .maxFramePayloadLength(OpenEnvSession.MOST_BYTES)
          .allowExtensions(false)
          .closeOnProtocolViolation(false) // the session says why
          .withUTF8Validator(false) // the reader of JSON does
          .build();

  private final OpenEnvSessions sessions;
  private @Nullable Future<?> deadline;
  private boolean asked;

  OpenEnvHttp(OpenEnvSessions sessions) {
    this.sessions = sessions;
  }

  private static byte[] resource(String name) {
    try (InputStream in = OpenEnvHttp.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in).readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    deadline = ctx.executor().schedule(() -> close(ctx), REQUEST_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    if (deadline != null) {
      deadline.cancel(false);
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
    if (asked) {
      return; // the answer to the first says that it is the last
    }
    asked = true;
    if (request.decoderResult().isFailure()) {
      refuse(ctx, HttpResponseStatus.BAD_REQUEST, "request: not HTTP/1.1 of 8 KiB at most");
      return;
    }
    if (request.headers().contains(HttpHeaderNames.ORIGIN)) { // a page could reach loopback so
      refuse(ctx, HttpResponseStatus.FORBIDDEN, "origin: a browser's (expected: none)");
      return;
    }
    if (!request.method().equals(HttpMethod.GET)) {
      refuse(ctx, HttpResponseStatus.METHOD_NOT_ALLOWED, "method: not GET (expected: GET)");
      return;
    }
    String path = new QueryStringDecoder(request.uri()).rawPath();
    switch (path) {
      case "/health" -> health(ctx);
      case "/schema" -> answer(ctx, HttpResponseStatus.OK, SCHEMAS);
      case "/ws" -> open(ctx, request);
      default ->
          refuse(
              ctx,
              HttpResponseStatus.NOT_FOUND,
              "path: " + Refusal.quote(path) + " (expected: /ws, /schema or /health)");
    }
  }

  private void health(ChannelHandlerContext ctx) {
    HealthCheckRequest asked =
        HealthCheckRequest.newBuilder().setService(EnvironmentServiceGrpc.SERVICE_NAME).build();
    sessions
        .health()
        .check(
            asked,
            new Answer<HealthCheckResponse>() {
              private boolean serving;

              @Override
              public void onNext(HealthCheckResponse response) {
                serving = response.getStatus() == ServingStatus.SERVING;
              }

              @Override
              public void onError(Throwable gone) {
                onCompleted();
              }

              @Override
              public void onCompleted() {
                answer(
                    ctx,
                    serving ? HttpResponseStatus.OK : HttpResponseStatus.SERVICE_UNAVAILABLE,
                    OpenEnvReplies.health(serving));
              }
            });
  }

  /** Asks the contract whether it knows the caller, before anything is kept for one. */
  private void open(ChannelHandlerContext ctx, FullHttpRequest request) {
    if (!VERSION.equals(request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
      refuse(ctx, HttpResponseStatus.UPGRADE_REQUIRED, NO_WEBSOCKET);
      return;
    }
    EnvironmentServiceStub contract =
        sessions.as(Optional.ofNullable(request.headers().get(HttpHeaderNames.AUTHORIZATION)));
    FullHttpRequest kept = request.retain();
    contract.listEnvironments(
        ListEnvironmentsRequest.getDefaultInstance(),
        new Answer<ListEnvironmentsResponse>() {
          @Override
          public void onError(Throwable refused) {
            kept.release();
            Status status = Status.fromThrowable(refused);
            refuse(ctx, httpStatus(status), String.valueOf(status.getDescription()));
          }

          @Override
          public void onCompleted() {
            ctx.executor().execute(() -> begin(ctx, kept, contract));
          }
        });
  }

  private static HttpResponseStatus httpStatus(Status status) {
    return switch (status.getCode()) {
      case UNAUTHENTICATED -> HttpResponseStatus.UNAUTHORIZED;
      case RESOURCE_EXHAUSTED -> HttpResponseStatus.TOO_MANY_REQUESTS;
      case UNAVAILABLE -> HttpResponseStatus.SERVICE_UNAVAILABLE;
      default -> HttpResponseStatus.INTERNAL_SERVER_ERROR;
    };
  }

  private void begin(
      ChannelHandlerContext ctx, FullHttpRequest request, EnvironmentServiceStub contract) {
    try {
      if (ctx.isRemoved() || !ctx.channel().isActive()) {
        return;
      }
      if (!sessions.enter()) {
        refuse(
            ctx,
            HttpResponseStatus.SERVICE_UNAVAILABLE,
            "sessions: " + OpenEnvSessions.MOST + " are open (expected: fewer; try again later)");
        return;
      }
      OpenEnvMemory memory = sessions.memory();
      OpenEnvSession session = new OpenEnvSession(sessions, contract, memory);
      ctx.pipeline().addLast(session);
      var unused =
          new WebSocketServerHandshaker13("", null, FRAMES)
              .handshake(ctx.channel(), request)
              .addListener(
                  done -> {
                    if (done.isSuccess()) {
                      ctx.pipeline()
                          .addBefore(DECODER, null, new IdleStateHandler(SILENT_SECONDS, 0, 0))
                          .addBefore(DECODER, null, memory)
                          .remove(this);
                      session.begin(ctx.pipeline().context(session));
                    } else {
                      close(ctx);
                    }
                  });
    } catch (WebSocketHandshakeException e) {
      refuse(ctx, HttpResponseStatus.UPGRADE_REQUIRED, NO_WEBSOCKET);
    } finally {
      request.release();
    }
  }

  private static void refuse(ChannelHandlerContext ctx, HttpResponseStatus status, String why) {
    answer(ctx, status, OpenEnvReplies.detail(why));
  }

  private static void answer(ChannelHandlerContext ctx, HttpResponseStatus status, byte[] json) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(json));
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
        .set(HttpHeaderNames.CONTENT_LENGTH, json.length)
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    if (status.equals(HttpResponseStatus.UPGRADE_REQUIRED)) {
      response.headers().set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
      response.headers().set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, VERSION);
    }
    if (status.equals(HttpResponseStatus.UNAUTHORIZED)) {
      response.headers().set(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer");
    }
    var unused = ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable broken) {
    close(ctx); // a stranger's bytes, or a connection that is gone
  }

  private static void close(ChannelHandlerContext ctx) {
    var unused = ctx.close();
  }

  /** Of a call within the process, of which only the end counts. */
  private interface Answer<T> extends StreamObserver<T> {
    @Override
    default void onNext(T unused) {}
  }
}
