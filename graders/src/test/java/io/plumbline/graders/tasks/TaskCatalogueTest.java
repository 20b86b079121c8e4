package io.plumbline.graders.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.graders.tasks.files.TaskFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskCatalogueTest {
  private static final TaskCatalogue CATALOGUE = TaskCatalogue.bundled("a salt");

  @TempDir Path folder;

  @Test
  void everyEnvironmentHasTrainValidationAndAClosedHeldOutSplit() {
    assertThat(CATALOGUE.splits("spreadsheet_clean"))
        .extracting(TaskSplit::name)
        .containsExactly(
            "train",
            "validation",
            "heldout",
            "stress_train",
            "stress_validation",
            "stress_heldout",
            "formats_train",
            "formats_validation",
            "formats_heldout");
    for (String environment : List.of("doc_revision", "citation_ground")) {
      assertThat(CATALOGUE.splits(environment))
          .extracting(TaskSplit::name)
          .containsExactly(
              "train",
              "validation",
              "heldout",
              "generated_train",
              "generated_validation",
              "generated_heldout");
      assertThat(CATALOGUE.splits(environment).subList(0, 3))
          .extracting(split -> split.size().getAsLong())
          .containsExactly(3L, 1L, 2L);
    }
    for (String environment : List.of("spreadsheet_clean", "doc_revision", "citation_ground")) {
      for (TaskSplit split : CATALOGUE.splits(environment)) {
        assertThat(split.environment()).isEqualTo(environment);
        assertThat(split.open()).isEqualTo(!split.name().endsWith("heldout"));
      }
    }
    assertThat(CATALOGUE.splits("chess")).isEmpty();
  }

  @Test
  void aTaskIsFoundByItsId() {
    for (String environment : List.of("spreadsheet_clean", "doc_revision", "citation_ground")) {
      for (TaskSplit split : CATALOGUE.splits(environment)) {
        Task task = split.task(5);
        assertThat(CATALOGUE.find(task.id())).contains(task);
      }
    }
    assertThat(CATALOGUE.find("spreadsheet_clean/train/9223372036854775807")).isPresent();
  }

  @Test
  void anythingElseIsNoTask() {
    for (String id :
        List.of(
            "",
            "/",
            "//",
            "spreadsheet_clean",
            "spreadsheet_clean/train",
            "spreadsheet_clean/train/",
            "spreadsheet_clean/train/-1",
            "spreadsheet_clean/train/+1",
            "spreadsheet_clean/train/01",
            "spreadsheet_clean/train/1 ",
            "spreadsheet_clean/train/1/2",
            "spreadsheet_clean/train/٣",
            "spreadsheet_clean/train/9223372036854775808",
            "spreadsheet_clean/test/1",
            "chess/train/1",
            "doc_revision/train/none")) {
      assertThat(CATALOGUE.find(id)).as(id).isEmpty();
    }
  }

  @Test
  void aSampleHasConsecutiveSeeds() {
    TaskSplit train = CATALOGUE.split("spreadsheet_clean", "train").orElseThrow();
    assertThat(CATALOGUE.sample(train, 40, 3, Optional.empty()))
        .containsExactly(train.task(40), train.task(41), train.task(42));
    assertThat(CATALOGUE.sample(train, 40, 0, Optional.empty())).isEmpty();
    assertThat(CATALOGUE.sample(train, Long.MAX_VALUE, 3, Optional.empty()))
        .containsExactly(train.task(Long.MAX_VALUE));
  }

  @Test
  void aSampleOfOneDifficultyPassesOverTheOthers() {
    TaskSplit train = CATALOGUE.split("spreadsheet_clean", "train").orElseThrow();
    List<Task> hard = CATALOGUE.sample(train, 0, 5, Optional.of(Difficulty.HARD));
    assertThat(hard).hasSize(5).allMatch(task -> task.difficulty() == Difficulty.HARD);
    assertThat(hard).extracting(Task::seed).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void aSearchForADifficultyThatASplitLacksEnds() {
    TaskSplit stress = CATALOGUE.split("spreadsheet_clean", "stress_train").orElseThrow();
    assertThat(CATALOGUE.sample(stress, 0, 1, Optional.of(Difficulty.EASY))).isEmpty();
  }

  @Test
  void aSampleOfAFiniteSplitStartsOverButRepeatsNothing() {
    TaskSplit train = CATALOGUE.split("doc_revision", "train").orElseThrow();
    assertThat(CATALOGUE.sample(train, 4, 2, Optional.empty()))
        .extracting(Task::seed)
        .containsExactly(1L, 2L);
    assertThat(CATALOGUE.sample(train, Long.MAX_VALUE, 10, Optional.empty()))
        .extracting(Task::seed)
        .containsExactlyInAnyOrder(0L, 1L, 2L);
    assertThat(CATALOGUE.sample(train, 0, 10, Optional.of(Difficulty.HARD))).hasSize(1);
  }

  @Test
  void negativeNumbersAreRefused() {
    TaskSplit train = CATALOGUE.split("spreadsheet_clean", "train").orElseThrow();
    assertThatThrownBy(() -> CATALOGUE.sample(train, -1, 1, Optional.empty()))
        .hasMessage("seed: -1 (expected: at least 0)");
    assertThatThrownBy(() -> CATALOGUE.sample(train, 0, -1, Optional.empty()))
        .hasMessage("count: -1 (expected: at least 0)");
    assertThatThrownBy(() -> train.task(-1)).hasMessage("seed: -1 (expected: at least 0)");
    TaskSplit finite = CATALOGUE.split("doc_revision", "train").orElseThrow();
    assertThatThrownBy(() -> finite.task(-1)).hasMessage("seed: -1 (expected: at least 0)");
  }

  @Test
  void aTaskFileAddsASplitWhoseCaseIdsMayHoldSlashes() throws IOException {
    TaskSplit mine = file("my tasks.jsonl", "2024/07 draft");
    TaskCatalogue more = CATALOGUE.with(mine);
    assertThat(more.find("doc_revision/my tasks/2024/07 draft")).contains(mine.task(0));
    assertThat(CATALOGUE.split("doc_revision", "my tasks")).isEmpty();
    assertThatThrownBy(() -> more.with(mine))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("split: doc_revision/my tasks (expected: a name that is not taken)");
  }

  @Test
  void aTaskFileCannotTakeTheNameOfABundledSplit() throws IOException {
    TaskSplit train = file("train.jsonl", "a");
    assertThatThrownBy(() -> CATALOGUE.with(train))
        .hasMessage("split: doc_revision/train (expected: a name that is not taken)");
  }

  @Test
  void aSplitWhoseNameWouldMakeIdsAmbiguousIsRefused() {
    Task task = CATALOGUE.split("doc_revision", "train").orElseThrow().task(0);
    assertThatThrownBy(() -> CATALOGUE.with(new One("doc_revision", "a/b", task)))
        .hasMessage("split: 'a/b' (expected: a name without a slash)");
    assertThatThrownBy(() -> CATALOGUE.with(new One("doc_revision", "", task)))
        .hasMessage("split: '' (expected: a name without a slash)");
    assertThatThrownBy(() -> CATALOGUE.with(new One("doc/revision", "a", task)))
        .hasMessage("environment: 'doc/revision' (expected: a name without a slash)");
  }

  private TaskSplit file(String name, String caseId) throws IOException {
    return TaskFile.read(
        Files.writeString(
            folder.resolve(name),
            "{\"case_id\": \""
                + caseId
                + "\", \"task_type\": \"doc_revision\", \"input\": \"x\"}"));
  }

  private record One(String environment, String name, Task only) implements TaskSplit {
    @Override
    public boolean open() {
      return true;
    }

    @Override
    public OptionalLong size() {
      return OptionalLong.of(1);
    }

    @Override
    public Task task(long seed) {
      return only;
    }

    @Override
    public Optional<Task> byKey(String key) {
      return Optional.empty();
    }
  }
}
