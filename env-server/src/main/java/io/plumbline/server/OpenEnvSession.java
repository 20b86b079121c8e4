package io.plumbline.server;

import io.grpc.Status;
import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.buffer.ByteBufUtil;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.channel.ChannelFutureListener;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.SimpleChannelInboundHandler;
import io.grpc.netty.shaded.io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.grpc.netty.shaded.io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.grpc.netty.shaded.io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.grpc.netty.shaded.io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.grpc.netty.shaded.io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.grpc.netty.shaded.io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.grpc.netty.shaded.io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.grpc.netty.shaded.io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.grpc.netty.shaded.io.netty.handler.timeout.IdleStateEvent;
import io.grpc.netty.shaded.io.netty.util.concurrent.Future;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.plumbline.env.v1.EnvironmentServiceGrpc.EnvironmentServiceStub;
import io.plumbline.env.v1.RolloutRequest;
import io.plumbline.env.v1.RolloutResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket, on its event loop. OpenEnv's replies name no request, so that a client which gave
 * up on one could take its reply for the next one's. Therefore a message has to wait for the reply
 * to the one before it: one that comes earlier, or a reply that takes too long, ends the
 * connection, and that reply is never sent.
 */
final class OpenEnvSession extends SimpleChannelInboundHandler<WebSocketFrame> {
  /** A message: JSON may write each byte of an action in six, and there is something beside. */
  static final int MOST_BYTES = 6 * Limits.MAX_ACTION_BYTES + (64 << 10);

  private static final Logger LOG = LoggerFactory.getLogger(OpenEnvSession.class);

  /** A masked control frame without its content. */
  private static final int CONTROL_BYTES = 6;

  /** For the other side to read why, and to say goodbye. */
  private static final int GOODBYE_SECONDS = 5;

  /** Whose turn it is. */
  private enum Turn {
    /** The client's. */
    FREE,
    /** A message waits for its reply, of which nothing is written. */
    ASKED,
    /** The reply is on its way to the socket. */
    ANSWERING,
    /** Nobody's any more. */
    OVER
  }

  private final OpenEnvSessions sessions;
  private final EnvironmentServiceStub contract;
  private final OpenEnvMemory memory;
  private final OpenEnvEpisode episode = new OpenEnvEpisode();
  private final ByteBuf message = Unpooled.buffer(0, MOST_BYTES);
  private Turn turn = Turn.FREE;
  private boolean binary;
  private boolean pinged;
  private @Nullable ClientCallStreamObserver<RolloutRequest> rollout;
  private @Nullable Future<?> deadline;

  OpenEnvSession(OpenEnvSessions sessions, EnvironmentServiceStub contract, OpenEnvMemory memory) {
    this.sessions = sessions;
    this.contract = contract;
    this.memory = memory;
  }

  /** Opens its Rollout, once the WebSocket is open. */
  void begin(ChannelHandlerContext ctx) {
    rollout =
        (ClientCallStreamObserver<RolloutRequest>)
            contract.rollout(
                new StreamObserver<>() {
                  @Override
                  public void onNext(RolloutResponse response) {
                    ctx.executor().execute(() -> answered(ctx, response));
                  }

                  @Override
                  public void onError(Throwable why) {
                    ctx.executor().execute(() -> end(ctx, Refusal.of(why)));
                  }

                  @Override
                  public void onCompleted() {}
                });
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) {
    pinged = false;
    if (frame instanceof PingWebSocketFrame || frame instanceof PongWebSocketFrame) {
      memory.forget(CONTROL_BYTES + frame.content().readableBytes());
      if (frame instanceof PingWebSocketFrame && ctx.channel().isWritable()) {
        send(ctx, new PongWebSocketFrame(frame.content().retain()));
      }
    } else if (frame instanceof CloseWebSocketFrame) {
      goodbye(ctx, WebSocketCloseStatus.NORMAL_CLOSURE, "");
      close(ctx);
    } else if (turn != Turn.OVER) {
      part(ctx, frame);
    }
  }

  /** Of a message, the last or not. */
  private void part(ChannelHandlerContext ctx, WebSocketFrame frame) {
    if (!(frame instanceof ContinuationWebSocketFrame)) {
      binary = !(frame instanceof TextWebSocketFrame);
    }
    if (message.readableBytes() + frame.content().readableBytes() > MOST_BYTES) {
      refuse(ctx, tooLarge());
      return;
    }
    if (frame.isFinalFragment() && !message.isReadable()) {
      message(ctx, ByteBufUtil.getBytes(frame.content()));
      return;
    }
    message.writeBytes(frame.content());
    if (frame.isFinalFragment()) {
      byte[] whole = ByteBufUtil.getBytes(message);
      message.clear().capacity(0);
      message(ctx, whole);
    }
  }

  private void message(ChannelHandlerContext ctx, byte[] text) {
    OpenEnvRequest request;
    try {
      if (binary) {
        throw Refusal.invalid("message", "binary", "text");
      }
      request = OpenEnvRequest.read(text);
    } catch (Refusal e) {
      request = new OpenEnvRequest.Unreadable(e);
    }
    if (request instanceof OpenEnvRequest.Close) {
      goodbye(ctx, WebSocketCloseStatus.NORMAL_CLOSURE, "");
    } else if (turn == Turn.FREE) {
      turn = Turn.ASKED;
      ask(ctx, request);
    } else {
      refuse(ctx, tooEarly());
    }
  }

  private static Refusal tooEarly() {
    return Refusal.of(
        Status.Code.ABORTED,
        "message",
        "before the reply to the one before it",
        "one at a time; this connection is closed, or that reply would pass for this one's");
  }

  private static Refusal tooLarge() {
    return Refusal.of(
        Status.Code.OUT_OF_RANGE, "message", "larger", "at most " + MOST_BYTES + " bytes");
  }

  private void ask(ChannelHandlerContext ctx, OpenEnvRequest request) {
    RolloutRequest asked;
    try {
      if (request instanceof OpenEnvRequest.Reset reset) {
        asked = episode.reset(reset);
      } else if (request instanceof OpenEnvRequest.Step step) {
        asked = episode.step(step);
      } else if (request instanceof OpenEnvRequest.Unreadable unreadable) {
        throw unreadable.why();
      } else {
        replySoon(ctx, episode.state());
        return;
      }
    } catch (Refusal e) {
      sessions.metrics().refused(e);
      replySoon(ctx, OpenEnvReplies.error(e.error()));
      return;
    }
    Duration patience = sessions.patience();
    deadline =
        ctx.executor()
            .schedule(() -> tooLate(ctx, patience), patience.toMillis(), TimeUnit.MILLISECONDS);
    if (rollout != null) {
      rollout.onNext(asked);
    }
  }

  private void answered(ChannelHandlerContext ctx, RolloutResponse response) {
    try {
      reply(ctx, episode.answer(response));
    } catch (RuntimeException e) {
      exceptionCaught(ctx, e);
    }
  }

  private void tooLate(ChannelHandlerContext ctx, Duration patience) {
    refuse(
        ctx,
        Refusal.of(
            Status.Code.DEADLINE_EXCEEDED,
            "reply",
            "not there after " + patience,
            "sooner; this connection is closed, or it would pass for a later message's"));
  }

  /** Once all that has come is read: were there another message, this reply must not be sent. */
  private void replySoon(ChannelHandlerContext ctx, byte[] json) {
    ctx.executor().execute(() -> reply(ctx, json));
  }

  private void reply(ChannelHandlerContext ctx, byte[] json) {
    if (turn != Turn.ASKED) {
      return; // over meanwhile
    }
    if (deadline != null) {
      deadline.cancel(false);
    }
    turn = Turn.ANSWERING;
    var unused =
        ctx.writeAndFlush(new TextWebSocketFrame(Unpooled.wrappedBuffer(json)))
            .addListener(
                sent -> {
                  memory.answered();
                  if (turn == Turn.ANSWERING) {
                    turn = Turn.FREE;
                  }
                });
  }

  private void refuse(ChannelHandlerContext ctx, Refusal why) {
    if (turn != Turn.OVER) {
      sessions.metrics().refused(why);
      end(ctx, why);
    }
  }

  /** Answers whatever waits with an error, and ends the connection. */
  private void end(ChannelHandlerContext ctx, Refusal why) {
    if (turn == Turn.OVER) {
      return;
    }
    if (turn
        == Turn.ANSWERING) { // what is written behind the reply would not keep it from a reader
      turn = Turn.OVER;
      close(ctx);
      return;
    }
    var unused =
        ctx.write(
            new TextWebSocketFrame(Unpooled.wrappedBuffer(OpenEnvReplies.error(why.error()))));
    goodbye(ctx, closeStatus(why), why.error().getMessage());
  }

  private static WebSocketCloseStatus closeStatus(Refusal why) {
    return switch (Status.fromCodeValue(why.error().getCode()).getCode()) {
      case UNAVAILABLE -> WebSocketCloseStatus.ENDPOINT_UNAVAILABLE;
      case RESOURCE_EXHAUSTED, DEADLINE_EXCEEDED -> WebSocketCloseStatus.TRY_AGAIN_LATER;
      case ABORTED, UNAUTHENTICATED -> WebSocketCloseStatus.POLICY_VIOLATION;
      case OUT_OF_RANGE -> WebSocketCloseStatus.MESSAGE_TOO_BIG;
      case INVALID_ARGUMENT -> WebSocketCloseStatus.PROTOCOL_ERROR;
      default -> WebSocketCloseStatus.INTERNAL_SERVER_ERROR;
    };
  }

  private void goodbye(ChannelHandlerContext ctx, WebSocketCloseStatus status, String why) {
    if (turn == Turn.OVER) {
      return;
    }
    turn = Turn.OVER;
    leave();
    // A close frame has room for 123 bytes of reason.
    String reason = why.codePoints().allMatch(c -> c < 128) ? why : "";
    send(ctx, new CloseWebSocketFrame(status, reason.substring(0, Math.min(reason.length(), 123))));
    var unused = ctx.executor().schedule(() -> close(ctx), GOODBYE_SECONDS, TimeUnit.SECONDS);
  }

  private static void close(ChannelHandlerContext ctx) {
    var unused = ctx.close();
  }

  private static void send(ChannelHandlerContext ctx, WebSocketFrame frame) {
    var unused = ctx.writeAndFlush(frame).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
  }

  private void leave() {
    if (deadline != null) {
      deadline.cancel(false);
    }
    if (rollout != null) {
      rollout.cancel("the session is over", null);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof IdleStateEvent) {
      if (pinged) {
        close(ctx); // nobody is there
      } else {
        pinged = true;
        send(ctx, new PingWebSocketFrame());
      }
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable broken) {
    if (broken instanceof Refusal refusal) {
      refuse(ctx, refusal);
    } else if (broken instanceof CorruptedWebSocketFrameException frame) {
      boolean large = frame.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG);
      refuse(ctx, large ? tooLarge() : Refusal.invalid("message", "a broken frame", "RFC 6455"));
    } else if (broken instanceof IOException) {
      close(ctx); // it is gone
    } else {
      LOG.error("session failed", broken);
      refuse(ctx, Refusal.internal());
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    turn = Turn.OVER;
    leave();
    sessions.leave();
  }
}
