package io.plumbline.benchmarks.graders;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.plumbline.graders.Grade;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Counts what a grade allocates. Compilers can only save some of it. */
class AllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int GRADES = 20;
  private static final long MOST = 600;

  private Object last = "";

  @ParameterizedTest
  @EnumSource
  void aGradeTakesLessThan600BytesHoweverLongTheOutput(Sample sample) {
    for (String profile : sample.profiles()) {
      for (int chars : new int[] {1_000, 10_000, 1_000_000}) {
        Work grading = sample.work(profile, chars);
        String output = sample.output(chars);
        grading.on(output); // loads classes and leaves its working memory to the next
        assertThat(bytes(grading, output)).as("%s, %d chars", profile, chars).isLessThan(MOST);
        assertThat(last).isInstanceOf(Grade.class);
      }
    }
  }

  private long bytes(Work work, String output) {
    long thread = Thread.currentThread().getId();
    long before = THREADS.getThreadAllocatedBytes(thread);
    for (int i = 0; i < GRADES; i++) {
      last = work.on(output);
    }
    return (THREADS.getThreadAllocatedBytes(thread) - before) / GRADES;
  }
}
