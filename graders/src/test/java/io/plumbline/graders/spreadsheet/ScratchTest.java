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
  void isZeroUpToTheLengthAskedForWhateverWasLeftInIt() {
    int[] first = Scratch.take(50);
    first[10] = 7;
    Scratch.give(first);
    int[] second = Scratch.take(20);
    assertThat(second).isSameAs(first);
    assertThat(second).startsWith(new int[20]);
    assertThat(Scratch.take(20)).isNotSameAs(second);
  }

  @Test
  void isMadeAnewWhereTheLastWasTooShort() {
    Scratch.give(new int[10]);
    assertThat(Scratch.take(11)).isEqualTo(new int[11]);
  }

  @Test
  void isNotKeptWhereItIsLong() {
    int[] longest = new int[1 << 19];
    Scratch.give(longest);
    assertThat(Scratch.take(1)).isNotSameAs(longest);
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
