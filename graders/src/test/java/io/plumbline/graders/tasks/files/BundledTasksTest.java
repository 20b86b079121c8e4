package io.plumbline.graders.tasks.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graders.tasks.CitationReference;
import io.plumbline.graders.tasks.RevisionReference;
import io.plumbline.graders.tasks.SourceDocument;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskSplit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BundledTasksTest {
  private static final Pattern PASSIVE =
      Pattern.compile("\\b(is|are|was|were|be|been|being)\\s+\\w+ed\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern MARKER = Pattern.compile(" \\[(Source [A-C])\\]");

  @Test
  void thereAreADozenAndNoTwoAreAlike() {
    Set<String> hashes = new HashSet<>();
    tasks().forEach(task -> hashes.add(task.contentHash()));
    assertThat(tasks()).hasSize(12);
    assertThat(hashes).hasSize(12);
  }

  @Test
  void aRevisionIsShorterAndActiveWhereItsDraftIsNot() {
    for (Task task : tasks()) {
      if (task.reference() instanceof RevisionReference reference) {
        int words = words(task.input());
        assertThat(words).as(task.id()).isBetween(120, 260);
        assertThat(words(reference.gold())).as(task.id()).isBetween(words / 2, words);
        assertThat(PASSIVE.matcher(task.input()).results().count()).isGreaterThan(10);
        assertThat(PASSIVE.matcher(reference.gold()).results()).as(task.id()).isEmpty();
      }
    }
  }

  /** All but the one that the draft contradicts and the gold corrects. */
  @Test
  void aRevisionKeepsTheDraftsNumbers() {
    for (Task task : tasks()) {
      if (task.reference() instanceof RevisionReference reference) {
        Set<String> lost = numbers(task.input());
        lost.removeAll(numbers(reference.gold()));
        assertThat(lost).as(task.id()).hasSizeLessThanOrEqualTo(1);
      }
    }
  }

  @Test
  void aGroundedBriefIsTheBriefWithItsMarkers() {
    for (Task task : tasks()) {
      if (task.reference() instanceof CitationReference reference) {
        String gold = reference.gold();
        assertThat(words(task.input())).as(task.id()).isBetween(90, 180);
        assertThat(MARKER.matcher(gold).replaceAll("")).isEqualTo(task.input());
        List<String> cited =
            MARKER.matcher(gold).results().map((MatchResult match) -> match.group(1)).toList();
        assertThat(cited).hasSize(reference.requiredCitations()).doesNotHaveDuplicates();
        assertThat(task.sources())
            .extracting(SourceDocument::name)
            .containsExactly("Source A", "Source B", "Source C")
            .containsAll(cited);
        assertThat(reference.anchorPhrases())
            .hasSize(2)
            .allSatisfy(anchor -> assertThat(task.input()).contains(anchor));
      }
    }
  }

  @Test
  void everyTaskSaysWhatItWants() {
    for (Task task : tasks()) {
      assertThat(task.intent())
          .as(task.id())
          .endsWith(".")
          .isNotEqualTo(Wording.intent(task.environment()));
      assertThat(task.constraints()).hasSizeBetween(5, 8).allMatch(words -> words.endsWith("."));
    }
  }

  static List<Task> tasks() {
    return BundledTasks.splits().stream().flatMap(BundledTasksTest::tasks).toList();
  }

  private static Stream<Task> tasks(TaskSplit split) {
    return LongStream.range(0, split.size().getAsLong()).mapToObj(split::task);
  }

  private static int words(String text) {
    return text.strip().split("\\s+", -1).length;
  }

  private static Set<String> numbers(String text) {
    Set<String> numbers = new HashSet<>();
    Pattern.compile("[0-9][0-9.,:]*[0-9]|[0-9]")
        .matcher(text)
        .results()
        .forEach(match -> numbers.add(match.group()));
    return numbers;
  }
}
