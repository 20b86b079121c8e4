package io.plumbline.benchmarks.graders;

import io.plumbline.graders.Grade;
import io.plumbline.graders.Grader;
import io.plumbline.graders.Profile;
import io.plumbline.graders.citation.CitationGround;
import io.plumbline.graders.revision.DocRevision;
import io.plumbline.graders.tasks.CitationReference;
import io.plumbline.graders.tasks.RevisionReference;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The two text graders: a revision of about 300 words, a cited brief of about 80. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class TextGradersBenchmark {
  private static final String PARAGRAPH =
      "The kiosk at the harbour was opened in March and has sold more than we planned. Two of the"
          + " three suppliers deliver on time; the third was asked to move its truck by an hour. We"
          + " hired four people, and each of them is trained at both counters. Rain kept the square"
          + " empty for nine days, so the quarter ends a little under its forecast. ";

  private final String revision = PARAGRAPH.repeat(5);
  private final String brief =
      PARAGRAPH + "Sales follow the weather [Source A] and the harbour's calendar (Source B).";

  private final Grader revisionGrader =
      new DocRevision()
          .grader(
              SampleTable.task("doc_revision", revision, new RevisionReference("")),
              Profile.REFERENCE);
  private final Grader citationGrader =
      new CitationGround()
          .grader(
              SampleTable.task(
                  "citation_ground",
                  brief,
                  new CitationReference("", 2, List.of("follow the weather", "move its truck"))),
              Profile.REFERENCE);

  @Benchmark
  public Grade referenceRevision() {
    return revisionGrader.grade(revision);
  }

  @Benchmark
  public Grade referenceCitation() {
    return citationGrader.grade(brief);
  }
}
