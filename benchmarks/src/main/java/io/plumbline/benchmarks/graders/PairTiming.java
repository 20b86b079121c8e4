package io.plumbline.benchmarks.graders;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * Times a work and its floor in turns within one process, in the processor time of their thread.
 * Each counts with its fastest batch. So what else a machine does matters little.
 */
final class PairTiming {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final long BATCH_NANOS = 500_000;

  private final Work work;
  private final String output;
  private int calls = 1;
  private double fastest = Double.MAX_VALUE;

  /** So that no compiler may leave the work out. */
  Object last = "";

  private PairTiming(Work work, String output) {
    this.work = work;
    this.output = output;
  }

  /** Prints ratio and bytes: arguments are a sample, a profile, characters, milliseconds. */
  public static void main(String[] args) {
    Sample sample = Sample.valueOf(args[0]);
    int chars = Integer.parseInt(args[2]);
    long nanos = Long.parseLong(args[3]) * 1_000_000;
    String output = sample.output(chars);
    PairTiming floor = new PairTiming(sample.work(sample.floor(args[1]), chars), output);
    PairTiming graded = new PairTiming(sample.work(args[1], chars), output);
    long bytes = graded.bytes();
    alternate(floor, graded, nanos);
    floor.fastest = Double.MAX_VALUE; // what came before the compilers were done
    graded.fastest = Double.MAX_VALUE;
    alternate(floor, graded, nanos);
    System.out.println(graded.fastest / floor.fastest + " " + bytes);
  }

  private static void alternate(PairTiming one, PairTiming other, long nanos) {
    long end = THREADS.getCurrentThreadCpuTime() + nanos;
    while (THREADS.getCurrentThreadCpuTime() < end) {
      one.batch();
      other.batch();
    }
  }

  private void batch() {
    long start = THREADS.getCurrentThreadCpuTime();
    for (int i = 0; i < calls; i++) {
      last = work.on(output);
    }
    double taken = THREADS.getCurrentThreadCpuTime() - start;
    fastest = Math.min(fastest, taken / calls);
    calls = (int) Math.max(1, BATCH_NANOS / fastest);
  }

  /**
   * The least that one of several operations allocates. Asked before any is compiled, which may
   * save some of it or not.
   */
  private long bytes() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 20; i++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      last = work.on(output);
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }
}
