package io.plumbline.server;

import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.channel.ChannelDuplexHandler;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelPromise;

/**
 * What a WebSocket holds of the memory of messages: the one it receives or answers, and replies.
 */
final class OpenEnvMemory extends ChannelDuplexHandler {
  private final MessageMemory.Connection connection;
  private long received;
  private long unsent;

  OpenEnvMemory(MessageMemory.Connection connection) {
    this.connection = connection;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof ByteBuf bytes) {
      int more = bytes.readableBytes();
      received += more;
      connection.add(more);
      if (connection.holdsTooMuch()) {
        forget(more);
        bytes.release();
        ctx.fireExceptionCaught(MessageMemory.tooMuch());
        return;
      }
    }
    ctx.fireChannelRead(message);
  }

  /** So many of the bytes that came are of no use any more. */
  void forget(int bytes) {
    long forgotten = Math.min(bytes, received);
    received -= forgotten;
    connection.add(-forgotten);
  }

  /** What came is answered. */
  void answered() {
    connection.add(-received);
    received = 0;
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise)
      throws Exception {
    if (message instanceof ByteBuf bytes) {
      int more = bytes.readableBytes();
      unsent += more;
      connection.add(more);
      var unused = promise.unvoid().addListener(sent -> sent(more));
    }
    super.write(ctx, message, promise);
  }

  private void sent(long bytes) {
    long given = Math.min(bytes, unsent); // none any more once the connection is gone
    unsent -= given;
    connection.add(-given);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    answered();
    sent(unsent);
  }
}
