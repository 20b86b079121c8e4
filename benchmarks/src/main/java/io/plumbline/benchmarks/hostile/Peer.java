package io.plumbline.benchmarks.hostile;

import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Exception;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Headers;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** One end of a raw connection to a server. */
final class Peer implements AutoCloseable {
  private static final int WINDOW = 65_535;

  /** How a conversation ended. */
  enum End {
    ANSWERED,
    CLOSED,
    STUCK
  }

  /**
   * A call's end.
   *
   * @param http status of HTTP, empty where it came before
   * @param grpc status of gRPC, empty where there is none
   */
  record CallEnd(String http, String grpc, String message) {}

  private final Socket socket;
  private final DataInputStream in;
  private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder();
  private final Map<Integer, CallEnd> ends = new LinkedHashMap<>();
  private boolean turnedAway;
  private int streamWindow = WINDOW;
  private int window = WINDOW;

  /** What each stream was given beyond its first window, less what it sent. */
  private final Map<Integer, Integer> credits = new HashMap<>();

  private int pingsAnswered;

  /**
   * Connects.
   *
   * @param patienceMillis a server that says nothing for so long is stuck
   */
  Peer(int port, int patienceMillis) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(patienceMillis);
    socket.setSoLinger(true, 0); // or a hundred thousand connections would take all ports
    in = new DataInputStream(socket.getInputStream());
  }

  /** The calls that the server has ended, as far as was read. */
  Map<Integer, CallEnd> ends() {
    return ends;
  }

  /** Whether the server has said that it will have no more of this. */
  boolean isTurnedAway() {
    return turnedAway;
  }

  /** Sends, unless the server has closed already. */
  void send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      // it has had enough; what it said is still to be read
    }
  }

  /**
   * Sends a part of a call's message once the server takes so much, unless the call has ended.
   *
   * @return whether the server took it
   */
  boolean sendData(int stream, byte[] part) throws IOException {
    try {
      while (Math.min(window, streamWindow + credit(stream, 0)) < part.length) {
        readFrame();
      }
    } catch (SocketTimeoutException e) {
      return false;
    }
    if (!ends.containsKey(stream)) {
      window -= part.length;
      credit(stream, -part.length);
      send(new Frames().frame(Frames.DATA, 0, stream, part).toBytes());
    }
    return true;
  }

  private int credit(int stream, int more) {
    return credits.merge(stream, more, Integer::sum);
  }

  /** Reads until so many calls have ended in all. */
  End readEnds(int calls) throws IOException {
    return read(calls, Integer.MAX_VALUE);
  }

  /** Reads until the server has read all that was sent, and has written what it had to say. */
  End finish() throws IOException {
    send(Frames.ping());
    End first = read(Integer.MAX_VALUE, pingsAnswered + 1);
    if (first != End.ANSWERED) {
      return first;
    }
    send(Frames.ping()); // the first was answered before what was about to be written
    return read(Integer.MAX_VALUE, pingsAnswered + 1);
  }

  private End read(int calls, int pings) throws IOException {
    try {
      while (ends.size() < calls && pingsAnswered < pings) {
        readFrame();
      }
      return End.ANSWERED;
    } catch (SocketTimeoutException e) {
      return End.STUCK;
    } catch (EOFException | SocketException e) {
      return End.CLOSED;
    }
  }

  private void readFrame() throws IOException {
    int lengthAndType = in.readInt();
    int flags = in.readByte();
    int stream = in.readInt();
    byte[] payload = in.readNBytes(lengthAndType >>> 8);
    switch (lengthAndType & 0xff) {
      case Frames.PING -> {
        if ((flags & Frames.ACK) != 0 && ByteBuffer.wrap(payload).getLong() == Frames.LAST_PING) {
          pingsAnswered++;
        }
      }
      case Frames.GOAWAY -> turnedAway = true;
      case Frames.WINDOW_UPDATE -> {
        int more = ByteBuffer.wrap(payload).getInt();
        if (stream == 0) {
          window += more;
        } else {
          credit(stream, more);
        }
      }
      case Frames.SETTINGS -> {
        if ((flags & Frames.ACK) == 0) {
          settings(ByteBuffer.wrap(payload));
        }
      }
      case Frames.HEADERS -> headers(stream, payload);
      default -> {} // nothing that ends anything
    }
  }

  /** In force once they are acknowledged. */
  private void settings(ByteBuffer settings) {
    while (settings.hasRemaining()) {
      int name = settings.getShort();
      int value = settings.getInt();
      streamWindow = name == Frames.INITIAL_WINDOW_SIZE ? value : streamWindow;
    }
    send(new Frames().frame(Frames.SETTINGS, Frames.ACK, 0).toBytes());
  }

  private void headers(int stream, byte[] block) throws IOException {
    Http2Headers headers;
    try {
      headers = decoder.decodeHeaders(stream, Unpooled.wrappedBuffer(block));
    } catch (Http2Exception e) {
      throw new IOException("the server's headers cannot be read", e);
    }
    String http = headers.status() == null ? "" : headers.status().toString();
    if (headers.contains("grpc-status")) {
      String message = String.valueOf(headers.get("grpc-message"));
      ends.put(stream, new CallEnd(http, headers.get("grpc-status").toString(), message));
    } else if (!http.equals("200")) {
      ends.put(stream, new CallEnd(http, "", ""));
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
