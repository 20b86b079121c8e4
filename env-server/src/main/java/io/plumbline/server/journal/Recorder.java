package io.plumbline.server.journal;

import com.google.protobuf.Timestamp;
import io.plumbline.journal.v1.StepRecord;
import io.plumbline.server.journal.Counters.Count;
import io.plumbline.server.journal.StepQueue.Entry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that writes. */
final class Recorder {
  private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

  private static final int BATCH = 1024;

  /** How long a step waits in mode async where nothing else comes; nobody waits for it. */
  private static final Duration NAP = Duration.ofMillis(5);

  /** How long the first step of a sync waits for others: a burst then takes one sync, not two. */
  private static final Duration GATHER = Duration.ofNanos(50_000);

  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration AGING = Duration.ofMinutes(1);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String CLOSED = "the journal is closed";

  private final JournalMode mode;
  private final Counters counters;
  private final SegmentLog segments;
  private final RecentSteps recent;
  private final InstantSource clock;
  private final FrameBuffer buffer;
  private final StepQueue queue = new StepQueue();
  private final Outage outage = new Outage();
  private final Thread thread = new Thread(this::run, "plumbline-journal");
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile boolean ended;

  /** Replies are sent by another thread, while the next records are synced. */
  private final ExecutorService replies =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread made = new Thread(work, "plumbline-journal-replies");
            made.setDaemon(true);
            return made;
          });

  // Touched by the thread alone.
  private final List<Entry> buffered = new ArrayList<>();
  private int bufferedRecords;
  private Instant nextLook = Instant.EPOCH;

  Recorder(
      JournalMode mode,
      Counters counters,
      SegmentLog segments,
      RecentSteps recent,
      InstantSource clock) {
    this.mode = mode;
    this.counters = counters;
    this.segments = segments;
    this.recent = recent;
    this.clock = clock;
    this.buffer = new FrameBuffer(segments.marker());
  }

  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Takes a step, or drops it.
   *
   * @param recorded told what becomes of it; null in mode async
   */
  void offer(GradedStep step, @Nullable CompletableFuture<@Nullable Void> recorded) {
    // Counted before anything else can happen to it, so that it is missed if it gets lost.
    Entry entry = new Entry(counters.add(Count.GRADED, 1) + 1, step, recorded);
    if (!queue.offer(entry)) {
      drop(entry, NotRecordedException.overloaded(Math.max(1, queue.size())));
    } else if (ended && queue.remove(entry)) { // nobody will come for it any more
      drop(entry, NotRecordedException.failed(CLOSED));
    }
  }

  private void drop(Entry entry, NotRecordedException why) {
    counters.add(Count.DROPPED, 1);
    entry.failed(why);
  }

  int waiting() {
    return queue.size();
  }

  Outage outage() {
    return outage;
  }

  private void run() {
    try {
      writeUntilClosed();
    } catch (RuntimeException | Error e) {
      LOG.error("journal: its thread broke", e);
      outage.fails(new IOException("the thread that writes broke: " + e));
    } finally {
      end();
    }
  }

  private void writeUntilClosed() {
    List<Entry> batch = new ArrayList<>(BATCH);
    while (true) {
      boolean closed = isClosing(); // asked before the queue is: what came before is written
      await(batch);
      queue.drainTo(batch, BATCH - batch.size());
      if (!batch.isEmpty()) {
        record(batch);
        batch.clear();
      } else if (closed) {
        return;
      } else {
        idle();
      }
    }
  }

  /**
   * Takes the first step as soon as it comes in mode sync; naps in mode async, where no step should
   * have to wake it.
   */
  private void await(List<Entry> batch) {
    if (mode == JournalMode.SYNC) {
      Entry first = queue.poll(NAP);
      if (first != null) {
        batch.add(first);
        LockSupport.parkNanos(GATHER.toNanos());
      }
    } else if (queue.size() == 0) {
      LockSupport.parkNanos(NAP.toNanos());
    }
  }

  private void record(List<Entry> batch) {
    Instant now = clock.instant();
    Timestamp time =
        Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()).build();
    for (Entry entry : batch) {
      if (!recent.contains(entry.step().id())) {
        encode(entry, time);
      } else if (mode == JournalMode.ASYNC) {
        counters.add(Count.DUPLICATES, 1);
      } else {
        buffered.add(entry); // its reply waits as the first one's does
      }
    }
    flush();
  }

  private void encode(Entry entry, Timestamp time) {
    StepRecord record;
    try {
      record = entry.step().record().setSequence(entry.sequence()).setRecordedAt(time).build();
      if (!buffer.add(record)) {
        flush();
        if (!buffer.add(record)) {
          throw new IllegalStateException(record.getSerializedSize() + " bytes in one record");
        }
      }
    } catch (RuntimeException e) {
      LOG.error("journal: a step cannot be recorded", e);
      drop(entry, NotRecordedException.failed("internal error"));
      return;
    }
    recent.add(entry.step().id());
    buffered.add(entry);
    bufferedRecords++;
  }

  /** Writes what is buffered, or drops it: in mode async only once there is no time left. */
  private void flush() {
    while (!buffered.isEmpty()) {
      boolean last = mode == JournalMode.SYNC || isClosing();
      try {
        if (bufferedRecords > 0) {
          segments.append(buffer.frames(), bufferedRecords);
          outage.works();
        }
        settle(Optional.empty());
      } catch (IOException e) {
        fails(e);
        if (last) {
          buffered.forEach(entry -> recent.remove(entry.step().id()));
          settle(Optional.of(NotRecordedException.failed(outage.lastFailure().orElse(""))));
        } else {
          pause();
        }
      }
    }
  }

  /** Counts what is buffered, tells those that wait, and begins anew. */
  private void settle(Optional<NotRecordedException> failed) {
    int repeated = buffered.size() - bufferedRecords;
    if (failed.isPresent()) {
      counters.add(Count.DROPPED, buffered.size());
    } else if (repeated > 0) {
      counters.add(Count.DUPLICATES, repeated);
    }
    if (mode == JournalMode.SYNC) {
      List<Entry> settled = List.copyOf(buffered);
      replies.execute(
          () -> settled.forEach(entry -> failed.ifPresentOrElse(entry::failed, entry::done)));
    }
    buffered.clear();
    bufferedRecords = 0;
    buffer.clear();
  }

  private void fails(IOException e) {
    nextLook = clock.instant().plus(RETRY);
    outage.fails(e);
  }

  private void idle() {
    Instant now = clock.instant();
    if (now.isBefore(nextLook)) {
      return;
    }
    nextLook = now.plus(AGING);
    try {
      if (outage.failure().isPresent()) {
        segments.probe(); // without a step to try with: those may go elsewhere until it works
        outage.works();
      }
      segments.age();
    } catch (IOException e) {
      fails(e);
    }
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  /** Until it is worth another try, or it has to be the last one. */
  private void pause() {
    try {
      boolean unused = closing.await(RETRY.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      // nobody has reason to: it tries again
    }
  }

  private void end() {
    if (!buffered.isEmpty()) { // it broke over them
      settle(Optional.of(NotRecordedException.failed(CLOSED)));
    }
    try {
      segments.close();
    } catch (IOException e) {
      outage.fails(e);
    }
    ended = true; // from here on whoever offers takes it back
    for (Entry late = queue.poll(Duration.ZERO); late != null; late = queue.poll(Duration.ZERO)) {
      drop(late, NotRecordedException.failed(CLOSED));
    }
    replies.shutdown();
  }

  /** Writes what waits, and ends; what is offered later is dropped. */
  void close() {
    closing.countDown();
    try {
      thread.join(PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      LOG.error("journal: {} steps still wait for the disk, and are given up", queue.size());
    }
  }
}
