package io.plumbline.benchmarks.journal;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.sun.management.OperatingSystemMXBean;
import io.plumbline.benchmarks.processes.TemporaryFiles;
import io.plumbline.env.v1.DimensionGrade;
import io.plumbline.env.v1.DimensionStatus;
import io.plumbline.env.v1.FinishReason;
import io.plumbline.env.v1.Grade;
import io.plumbline.graders.tasks.SplitMix64;
import io.plumbline.journal.v1.StepRecord;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * Prints what it costs to record graded steps with outputs of 1.2 KB: not synced, as many as
 * possible; synced, a group at a time. Rounds of all stores alternate, so that a busy machine slows
 * all.
 */
public final class JournalReport {
  private static final int RECORDS = 40_000;
  private static final int BATCH = 512;
  private static final int ROUNDS = 5;
  private static final int OUTPUT_CHARS = 1200;
  private static final int[] GROUPS = {1, 16, 128};
  private static final int SYNCS = 200;
  private static final List<Kind> KINDS = List.of(Kind.values());

  private JournalReport() {}

  private enum Kind {
    BARE("bare writes"),
    SEGMENTS("segments"),
    SQLITE("SQLite"),
    DUCKDB("DuckDB");

    final String label;

    Kind(String label) {
      this.label = label;
    }

    Store open(Path directory, boolean sync) throws IOException, SQLException {
      return switch (this) {
        case BARE -> new BareFile(directory, sync);
        case SEGMENTS -> new Segments(directory, sync);
        case SQLITE -> new Sqlite(directory, sync);
        case DUCKDB -> new DuckDb(directory);
      };
    }
  }

  /** Seconds of wall and processor time. */
  private record Cost(double wall, double cpu) {
    Cost least(Cost other) {
      return new Cost(Math.min(wall, other.wall), Math.min(cpu, other.cpu));
    }

    static Cost of(Work work) throws Exception {
      OperatingSystemMXBean system =
          ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
      long cpu = system.getProcessCpuTime();
      long start = System.nanoTime();
      work.run();
      long end = System.nanoTime();
      return new Cost((end - start) / 1e9, (system.getProcessCpuTime() - cpu) / 1e9);
    }
  }

  private interface Work {
    void run() throws Exception;
  }

  /**
   * Measures and prints.
   *
   * @param args none, or the directory to write in: one on the disk that is asked about
   */
  public static void main(String[] args) throws Exception {
    Path parent =
        args.length > 0 ? Path.of(args[0]) : Path.of(System.getProperty("java.io.tmpdir"));
    List<StepRecord> records = records();
    System.out.printf(
        Locale.ROOT,
        "records of %d B; not synced: %d in batches of %d, the best of %d rounds%n%n",
        records.get(0).getSerializedSize(),
        RECORDS,
        BATCH,
        ROUNDS);
    printUnsynced(parent, records);
    printSynced(parent, records);
  }

  private static void printUnsynced(Path parent, List<StepRecord> records) throws Exception {
    Cost[] best = new Cost[KINDS.size()];
    for (int round = 0; round <= ROUNDS; round++) { // the first warms up
      for (Kind kind : KINDS) {
        Cost cost = unsynced(parent, kind, records);
        int at = KINDS.indexOf(kind);
        best[at] = round <= 1 ? cost : best[at].least(cost);
      }
    }
    System.out.printf(
        "%-14s %12s %10s %14s %10s%n", "", "records/s", "of bare", "CPU us/record", "of bare");
    Cost floor = best[0];
    for (Kind kind : KINDS) {
      Cost cost = best[KINDS.indexOf(kind)];
      System.out.printf(
          Locale.ROOT,
          "%-14s %,12.0f %10.2f %14.2f %10.2f%s%n",
          kind.label,
          RECORDS / cost.wall,
          floor.wall / cost.wall,
          cost.cpu / RECORDS * 1e6,
          cost.cpu / floor.cpu,
          kind == Kind.DUCKDB ? "  (synced: it knows no other way)" : "");
    }
  }

  private static Cost unsynced(Path parent, Kind kind, List<StepRecord> records) throws Exception {
    Path directory = Files.createTempDirectory(parent, "journal");
    try {
      return Cost.of(
          () -> {
            try (Store store = kind.open(directory, false)) {
              for (int from = 0; from < RECORDS; from += BATCH) {
                store.append(records.subList(from, Math.min(from + BATCH, RECORDS)));
              }
            }
          });
    } finally {
      TemporaryFiles.delete(directory);
    }
  }

  private static void printSynced(Path parent, List<StepRecord> records) throws Exception {
    for (int group : GROUPS) {
      List<Histogram> latencies = KINDS.stream().map(kind -> new Histogram(3)).toList();
      Path directory = Files.createTempDirectory(parent, "journal");
      try {
        synced(directory, records, group, latencies);
      } finally {
        TemporaryFiles.delete(directory);
      }
      System.out.printf(
          Locale.ROOT,
          "%n%-14s %12s %10s %10s %10s%n",
          "synced by " + group,
          "records/s",
          "of bare",
          "p50 ms",
          "p99 ms");
      for (Kind kind : KINDS) {
        Histogram latency = latencies.get(KINDS.indexOf(kind));
        System.out.printf(
            Locale.ROOT,
            "%-14s %,12.0f %10.2f %10.2f %10.2f%n",
            kind.label,
            group / latency.getMean() * 1e9,
            latencies.get(0).getMean() / latency.getMean(),
            latency.getValueAtPercentile(50) / 1e6,
            latency.getValueAtPercentile(99) / 1e6);
      }
    }
  }

  /** The stores take turns at each group: what else the disk has to do slows all. */
  private static void synced(
      Path directory, List<StepRecord> records, int group, List<Histogram> latencies)
      throws Exception {
    try (Store bare = Kind.BARE.open(directory, true);
        Store segments = Kind.SEGMENTS.open(directory, true);
        Store sqlite = Kind.SQLITE.open(directory, true);
        Store duckDb = Kind.DUCKDB.open(directory, true)) {
      List<Store> stores = List.of(bare, segments, sqlite, duckDb);
      for (int i = 0; i < SYNCS; i++) {
        List<StepRecord> next = records.subList(i * group, (i + 1) * group);
        for (int at = 0; at < stores.size(); at++) {
          long start = System.nanoTime();
          stores.get(at).append(next);
          latencies.get(at).recordValue(System.nanoTime() - start);
        }
      }
    }
  }

  /** Each with an output and an id of its own. */
  private static List<StepRecord> records() {
    SplitMix64 random = new SplitMix64(1);
    Grade.Builder grade = Grade.newBuilder().setAssessedWeight(1).setGraderVersion("strict-3");
    for (String name :
        List.of("data_preservation", "cell_fidelity", "unit_consistency", "format_validity")) {
      grade.addDimensions(
          DimensionGrade.newBuilder()
              .setName(name)
              .setValue(0.75)
              .setWeight(0.25)
              .setStatus(DimensionStatus.DIMENSION_STATUS_ASSESSED));
    }
    List<StepRecord> records = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      byte[] id = new byte[16];
      StringBuilder output = new StringBuilder(OUTPUT_CHARS);
      for (int at = 0; at < id.length; at++) {
        id[at] = (byte) random.below(256);
      }
      while (output.length() < OUTPUT_CHARS) {
        output.append((char) (' ' + random.below(95)));
      }
      records.add(
          StepRecord.newBuilder()
              .setSequence(i + 1L)
              .setRecordedAt(Timestamp.newBuilder().setSeconds(1_800_000_000))
              .setStepId(ByteString.copyFrom(id))
              .setGroupId(ByteString.copyFrom(id))
              .setPrincipal("trainer")
              .setEnvironment("spreadsheet_clean")
              .setSplit("stress_train")
              .setSeed(i)
              .setTaskId("spreadsheet_clean/stress_train/" + i)
              .setTaskHash("0123456789abcdef".repeat(4))
              .setProfile("strict")
              .setRewardRule("pessimistic")
              .setAttempt(i % 16)
              .setFinishReason(FinishReason.FINISH_REASON_STOP)
              .setTokenCount(400)
              .setOutput(output.toString())
              .setReward(0.75)
              .setGrade(grade)
              .setTerminated(true)
              .build());
    }
    return records;
  }
}
