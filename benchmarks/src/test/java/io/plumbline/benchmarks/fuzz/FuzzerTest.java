package io.plumbline.benchmarks.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graders.DimensionGrade;
import io.plumbline.graders.DimensionSpec;
import io.plumbline.graders.DimensionStatus;
import io.plumbline.graders.FlagSpec;
import io.plumbline.graders.Grade;
import io.plumbline.graders.Grader;
import io.plumbline.graders.Profile;
import io.plumbline.graders.tasks.SplitMix64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("once")
class FuzzerTest {
  private static final DimensionSpec SPEC = new DimensionSpec("shape", 1, "");
  private static final List<Subject> SUBJECTS = Subject.all();

  /** A grader of our making in the place of a real one. */
  private record Made(Function<String, Grade> rule) implements Grader {
    @Override
    public Grade grade(String output) {
      return rule.apply(output);
    }

    @Override
    public List<String> evidence(String output) {
      return List.of();
    }
  }

  private static Grade grade(double value, DimensionStatus status, FlagSpec... flags) {
    return new Grade(List.of(new DimensionGrade(SPEC, value, status)), List.of(flags), "made-1");
  }

  private static Subject graded(Function<String, Grade> rule) {
    Subject real = SUBJECTS.get(0);
    return new Subject(
        real.task(), real.gold(), real.pieces(), Map.of(Profile.STRICT, new Made(rule)));
  }

  private static List<String> faults(Function<String, Grade> rule) throws InterruptedException {
    return new Fuzzer(1, List.of(graded(rule))).run(0, 2_000);
  }

  @Test
  void findsNoFaultInOurGraders() throws InterruptedException {
    assertThat(new Fuzzer(7, SUBJECTS).run(0, 20_000)).isEmpty();
  }

  @Test
  void findsAGraderThatThrowsAndSaysHowToSeeItAgain() throws InterruptedException {
    List<String> faults =
        faults(
            output -> {
              if (output.contains("\0")) {
                throw new IllegalStateException("a NUL");
              }
              return grade(1, DimensionStatus.ASSESSED);
            });
    assertThat(faults).hasSize(1);
    String command = faults.get(0).replaceFirst(".*again: ", "");
    assertThat(faults.get(0)).contains("threw java.lang.IllegalStateException: a NUL at ");
    assertThat(command).matches("--seed 1 --from \\d+ --outputs 1");
  }

  @Test
  void findsAFailedDimensionAndGradesThatDiffer() throws InterruptedException {
    assertThat(faults(output -> grade(1, DimensionStatus.FAILED))).hasSize(1);
    int[] calls = {0};
    assertThat(faults(output -> grade(calls[0]++ % 2, DimensionStatus.ASSESSED)).get(0))
        .contains(", then Grade");
  }

  @Test
  void findsAGraderThatIsQuadratic() {
    Subject quadratic =
        graded(
            output -> {
              int pairs = 0;
              for (int at = 0; at < output.length(); at += 2048) {
                boolean found = output.startsWith("[[", at);
                pairs += found && output.lastIndexOf('\n', at) < 0 ? 1 : 0; // back to the start
              }
              return grade(pairs > 0 ? 1 : 0, DimensionStatus.ASSESSED);
            });
    assertThat(new Linearity().faults(List.of(quadratic)))
        .singleElement()
        .asString()
        .contains("repetitions of \"[\"");
  }

  @Test
  void makesTheSameOutputsWhereverItStarts() {
    Outputs outputs = new Outputs(SUBJECTS);
    Subject subject = SUBJECTS.get(0);
    assertThat(outputs.next(new SplitMix64(5), subject))
        .isEqualTo(outputs.next(new SplitMix64(5), subject));
  }

  @Test
  void makesWhatHurts() {
    Outputs outputs = new Outputs(SUBJECTS);
    SplitMix64 random = new SplitMix64(3);
    Set<String> missing = new HashSet<>(Outputs.TOKENS);
    int longest = 0;
    int shortest = Integer.MAX_VALUE;
    for (int i = 0; i < 20_000; i++) {
      String output = outputs.next(random, random.pick(SUBJECTS));
      missing.removeIf(output::contains);
      longest = Math.max(longest, output.length());
      shortest = Math.min(shortest, output.length());
    }
    assertThat(missing).isEmpty();
    assertThat(shortest).isZero();
    assertThat(longest).isBetween(Outputs.LONGEST / 8, Outputs.LONGEST);
  }
}
