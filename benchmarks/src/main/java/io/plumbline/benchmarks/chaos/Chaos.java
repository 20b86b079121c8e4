package io.plumbline.benchmarks.chaos;

import io.plumbline.benchmarks.processes.TemporaryFiles;
import io.plumbline.client.EnvironmentClient;
import io.plumbline.graders.tasks.SplitMix64;
import io.plumbline.server.EnvironmentServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Two replicas under faults, players who insist, and a server left alone to compare with. */
public final class Chaos {
  private static final int REPLICAS = 2;
  private static final int PLAYERS = 16;
  private static final int ACTS = 120;
  private static final int KEY_BYTES = 32;

  private final long seed;
  private final Duration length;
  private final PrintWriter out;
  private final Counts counts = new Counts();

  /**
   * @param seed of the faults and of what is played; when each comes is up to the machine
   * @param length of the faults; then what was begun is played to its end
   */
  public Chaos(long seed, Duration length, PrintWriter out) {
    this.seed = seed;
    this.length = length;
    this.out = out;
  }

  /**
   * Plays, prints what happened, and ends.
   *
   * @return whether no outcome was lost, doubled, swapped or another than without faults, and all
   *     that were answered are in the journal of the replica that did
   */
  public boolean run() throws IOException, InterruptedException {
    SplitMix64 random = new SplitMix64(seed);
    byte[] key = new byte[KEY_BYTES];
    for (int i = 0; i < KEY_BYTES; i++) {
      key[i] = (byte) random.nextLong();
    }
    String hex = HexFormat.of().formatHex(key);
    String name = "chaos-" + hex;
    Path journals = Files.createTempDirectory("plumbline-chaos");
    List<Replica> replicas = new ArrayList<>();
    EnvironmentServer server = EnvironmentServer.startInProcess(ReplicaProcess.config(hex), name);
    try (EnvironmentClient alone = EnvironmentClient.inProcess(name)) {
      for (int port : freePorts()) {
        replicas.add(new Replica(port, hex, journals.resolve(Integer.toString(port))));
      }
      play(random, replicas, alone);
      replicas.forEach(Replica::close); // the journals are whole now
      for (Replica replica : replicas) {
        replica.acknowledged().compare(replica.journal(), counts, this::say);
      }
    } finally {
      replicas.forEach(Replica::close);
      server.close();
      TemporaryFiles.delete(journals);
    }
    return report();
  }

  private static List<Integer> freePorts() throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < REPLICAS; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }

  private void play(SplitMix64 random, List<Replica> replicas, EnvironmentClient alone)
      throws IOException, InterruptedException {
    List<Act> acts = Act.some(ACTS, random);
    long end = System.nanoTime() + length.toNanos();
    List<Callable<Boolean>> parts = new ArrayList<>();
    SplitMix64 faults = new SplitMix64(random.nextLong());
    parts.add(
        () -> {
          new Disturber(faults, replicas, counts).disturb(end);
          return true;
        });
    for (int i = 0; i < PLAYERS; i++) {
      SplitMix64 own = new SplitMix64(random.nextLong());
      parts.add(
          () -> {
            new Player(own, acts, replicas, alone, counts, this::say).play(end);
            return true;
          });
    }
    ExecutorService threads = Executors.newFixedThreadPool(parts.size());
    try {
      for (Future<Boolean> part : threads.invokeAll(parts)) {
        part.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("a part of the drill broke: " + e.getCause(), e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private synchronized void say(String what) {
    out.println("  " + what);
    out.flush();
  }

  private boolean report() {
    out.printf(
        Locale.ROOT,
        "seed %d: %,d episodes, %,d replies; %d kills, %d pauses, %d drains; %,d retries, %,d sent"
            + " twice, %,d hung up on, %,d cancelled%n",
        seed,
        counts.episodes.sum(),
        counts.replies.sum(),
        counts.kills.sum(),
        counts.pauses.sum(),
        counts.drains.sum(),
        counts.retries.sum(),
        counts.duplicates.sum(),
        counts.hangUps.sum(),
        counts.cancellations.sum());
    out.printf(
        Locale.ROOT,
        "=> %d lost, %d doubled, %d swapped, %d with another outcome, %d stuck; of %,d in the journals"
            + " %d answered and not recorded%n",
        counts.lost.sum(),
        counts.doubled.sum(),
        counts.swapped.sum(),
        counts.wrong.sum(),
        counts.stuck.sum(),
        counts.recorded.sum(),
        counts.unrecorded.sum());
    out.flush();
    return counts.lost.sum()
            + counts.doubled.sum()
            + counts.swapped.sum()
            + counts.wrong.sum()
            + counts.stuck.sum()
            + counts.unrecorded.sum()
        == 0;
  }
}
