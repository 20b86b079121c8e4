package io.plumbline.cli;

import io.plumbline.graders.lines.GradeLines;
import java.io.Flushable;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/** Prints answers in the order in which they were asked for, whichever comes first. */
final class OrderedAnswers implements Flushable {
  private final PrintWriter out;
  private final int most;
  private final Deque<CompletableFuture<GradeLines.Result>> pending = new ArrayDeque<>();
  private boolean allOk = true;

  /** Waits for the eldest where more than {@code most} are pending. */
  OrderedAnswers(PrintWriter out, int most) {
    this.out = out;
    this.most = most;
  }

  void add(CompletableFuture<GradeLines.Result> answer) {
    pending.addLast(answer);
    printDownTo(most);
  }

  /** Whether all that were printed are grades. */
  boolean allOk() {
    return allOk;
  }

  private void printDownTo(int left) {
    while (pending.size() > left) {
      GradeLines.Result result = pending.removeFirst().join();
      out.print(result.json());
      out.print('\n');
      allOk &= result.ok();
    }
  }

  /** Waits for all that are pending. */
  @Override
  public void flush() throws IOException {
    printDownTo(0);
    if (out.checkError()) {
      throw new IOException("output: cannot be written (expected: a reader until the last line)");
    }
  }
}
