package io.plumbline.benchmarks.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;

/**
 * One connection to an OpenEnv server, for one request at a time. It says no more HTTP or WebSocket
 * than it takes: the JDK's client costs as much as the server that is measured.
 */
abstract class OpenEnvConnection implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 30_000;

  private final Socket socket;
  final DataInputStream in;
  final DataOutputStream out;

  private OpenEnvConnection(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
  }

  /** A session by WebSocket, reset to the task of this number. */
  static OpenEnvConnection session(int port, int task) {
    try {
      return new Session(port, task);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A connection that takes HTTP requests, one after the other. */
  static OpenEnvConnection http(int port) {
    try {
      return new Http(port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The reply to a step.
   *
   * @param request an HTTP request's body; a session has a step of its own
   */
  abstract String step(byte[] request) throws IOException;

  final void head(String... lines) throws IOException {
    out.write((String.join("\r\n", lines) + "\r\n\r\n").getBytes(UTF_8));
  }

  /** A line of a head, without its end. */
  final String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (byte next = in.readByte(); next != '\n'; next = in.readByte()) {
      line.write(next);
    }
    return line.toString(UTF_8).stripTrailing();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // then it is closed already
    }
  }

  private static final class Session extends OpenEnvConnection {
    private static final int WHOLE_TEXT = 0x81;
    private static final int MASKED = 0x80;
    private static final int TWO_BYTES_OF_LENGTH = 126;
    private static final int NO_CHANGE = 0; // a mask that leaves every byte as it is

    private final byte[] step;

    Session(int port, int task) throws IOException {
      super(port);
      step = OpenEnv.step(task).getBytes(UTF_8);
      head(
          "GET /ws HTTP/1.1",
          "Host: 127.0.0.1",
          "Upgrade: websocket",
          "Connection: Upgrade",
          "Sec-WebSocket-Version: 13",
          "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==");
      out.flush();
      String status = line();
      if (!status.contains(" 101 ")) {
        throw new IOException("no WebSocket: " + status);
      }
      while (!line().isEmpty()) {
        // a header that is not looked at
      }
      ask(OpenEnv.reset(task).getBytes(UTF_8));
    }

    @Override
    String step(byte[] request) throws IOException {
      return ask(step);
    }

    private String ask(byte[] message) throws IOException {
      out.writeByte(WHOLE_TEXT);
      if (message.length < TWO_BYTES_OF_LENGTH) {
        out.writeByte(MASKED | message.length);
      } else {
        out.writeByte(MASKED | TWO_BYTES_OF_LENGTH);
        out.writeShort(message.length);
      }
      out.writeInt(NO_CHANGE);
      out.write(message);
      out.flush();
      int kind = in.readUnsignedByte();
      int length = in.readUnsignedByte();
      if (kind != WHOLE_TEXT || length > TWO_BYTES_OF_LENGTH) {
        throw new IOException("not a reply: a frame of kind " + kind + ", length " + length);
      }
      return new String(
          in.readNBytes(length < TWO_BYTES_OF_LENGTH ? length : in.readUnsignedShort()), UTF_8);
    }
  }

  private static final class Http extends OpenEnvConnection {
    private static final String LENGTH = "content-length: ";

    Http(int port) throws IOException {
      super(port);
    }

    @Override
    String step(byte[] request) throws IOException {
      head(
          "POST /step HTTP/1.1",
          "Host: 127.0.0.1",
          "Content-Type: application/json",
          "Content-Length: " + request.length);
      out.write(request);
      out.flush();
      int length = 0;
      for (String line = line(); !line.isEmpty(); line = line()) {
        if (line.startsWith(LENGTH)) {
          length = Integer.parseInt(line.substring(LENGTH.length()));
        }
      }
      return new String(in.readNBytes(length), UTF_8);
    }
  }
}
