package io.plumbline.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Passes bytes on to a port of loopback, over connections that can be cut or left hanging. */
final class Proxy implements AutoCloseable {
  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final int upstream;
  private final List<Link> links = new ArrayList<>();
  private int connections;

  Proxy(int upstream) throws IOException {
    this.upstream = upstream;
    start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** How many connections there were. */
  synchronized int connections() {
    return connections;
  }

  /** Ends all connections there are; new ones are good. */
  synchronized void cut() {
    links.forEach(Link::cut);
    links.clear();
  }

  /** Passes nothing on any more on the connections there are; new ones are good. */
  synchronized void hang() {
    links.forEach(link -> link.hangs = true);
  }

  private void accept() {
    try {
      while (true) {
        Link link =
            new Link(listener.accept(), new Socket(InetAddress.getLoopbackAddress(), upstream));
        synchronized (this) {
          connections++;
          links.add(link);
        }
        start(() -> link.pass(link.near, link.far));
        start(() -> link.pass(link.far, link.near));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    cut();
  }

  private static final class Link {
    final Socket near;
    final Socket far;
    private final CountDownLatch ended = new CountDownLatch(1);
    volatile boolean hangs;

    Link(Socket near, Socket far) {
      this.near = near;
      this.far = far;
    }

    void pass(Socket from, Socket to) {
      byte[] buffer = new byte[1 << 16];
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
          if (hangs) {
            ended.await();
          }
          out.write(buffer, 0, read);
        }
      } catch (IOException e) {
        // cut
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      cut();
    }

    void cut() {
      ended.countDown();
      for (Socket each : List.of(near, far)) {
        try {
          each.close();
        } catch (IOException e) {
          // it is closed in any case
        }
      }
    }
  }
}
