package io.plumbline.benchmarks.graders;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One output graded under one profile, or put through the floor, by any number of threads. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(3)
public class GradersBenchmark {

  @Param public Sample sample = Sample.TABLE_GOLD;

  /** A floor, or a profile. */
  @Param({Sample.FLOOR, "reference", "strict"})
  public String work = Sample.FLOOR;

  /** How long the output is, about. */
  @Param({"1000", "10000", "1000000"})
  public int chars;

  private Work measured = output -> output;
  private String output = "";

  /** Makes the output and indexes the reference. */
  @Setup
  public void prepare() {
    output = sample.output(chars);
    measured = sample.work(work, chars);
  }

  @Benchmark
  public Object run() {
    return measured.on(output);
  }
}
