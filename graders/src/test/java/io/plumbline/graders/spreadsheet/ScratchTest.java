package io.plumbline.graders.spreadsheet;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graders.Grade;
import io.plumbline.graders.Grader;
import io.plumbline.graders.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ScratchTest {

  @Test
  void isLeftToTheNextGradeAndTakenOnce() {
    Scratch first = Scratch.take();
    first.give();
    assertThat(Scratch.take()).isSameAs(first);
    assertThat(Scratch.take()).isNotSameAs(first);
  }

  @Test
  void countsAreZeroUpToTheLengthAskedForWhateverWasLeftInThem() {
    Scratch scratch = new Scratch();
    int[] first = scratch.counts(50);
    first[10] = 7;
    int[] second = scratch.counts(20);
    assertThat(second).isSameAs(first);
    assertThat(second).startsWith(new int[20]);
    assertThat(scratch.counts(51)).isEqualTo(new int[51]);
  }

  @Test
  void keepsRoomForCellsUpTo64KibAndCountsUpToAMegabyte() {
    Scratch scratch = new Scratch();
    int[] counts = scratch.counts(1 << 18);
    int[] cells = new int[1 << 14];
    scratch.keepCells(cells);
    scratch.give();
    assertThat(scratch.counts(1)).isSameAs(counts);
    assertThat(scratch.cells()).isSameAs(cells);

    counts = scratch.counts((1 << 18) + 1);
    scratch.keepCells(new int[(1 << 14) + 1]);
    int[] positions = scratch.positions((1 << 14) + 1);
    int[] goldColumns = scratch.goldColumns((1 << 14) + 1);
    scratch.give();
    assertThat(scratch.counts(1)).isNotSameAs(counts);
    assertThat(scratch.cells()).isEmpty();
    assertThat(scratch.positions(1)).isNotSameAs(positions);
    assertThat(scratch.goldColumns(1)).isNotSameAs(goldColumns);
  }

  @Test
  void gradesAlikeOnAnyNumberOfThreads() throws Exception {
    Grader grader =
        new SpreadsheetClean().grader(Tables.task(Tables.kiosk(Tables.GOLD), ""), Profile.STRICT);
    List<String> rows = Tables.GOLD.lines().toList();
    List<Callable<List<Grade>>> tasks = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      // Each leaves other counts behind.
      String output = Tables.GOLD + String.join("\n", rows.subList(1, 1 + i % 5)) + "\n";
      tasks.add(
          () -> {
            List<Grade> grades = new ArrayList<>();
            for (int n = 0; n < 200; n++) {
              grades.add(grader.grade(output));
            }
            return grades;
          });
    }
    ExecutorService threads = Executors.newFixedThreadPool(96);
    try {
      List<Future<List<Grade>>> all = threads.invokeAll(tasks);
      for (int i = 0; i < all.size(); i++) {
        assertThat(all.get(i).get()).containsOnly(tasks.get(i).call().get(0));
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
