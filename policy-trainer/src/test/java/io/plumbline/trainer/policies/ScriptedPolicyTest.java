package io.plumbline.trainer.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.env.v1.Task;
import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.trainer.budgets.BuiltInCounter;
import io.plumbline.trainer.budgets.TokenCounter;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScriptedPolicyTest {
  private static final TaskCatalogue CATALOGUE = TaskCatalogue.bundled("");
  private static final String ID = "spreadsheet_clean/heldout/4";

  private final TokenCounter counter = new BuiltInCounter();
  private final io.plumbline.graders.tasks.Task known = CATALOGUE.find(ID).orElseThrow();
  private final Task task = Task.newBuilder().setId(ID).setContentHash(known.contentHash()).build();

  private Policy policy(Behaviour behaviour, References references) {
    return new ScriptedPolicy(behaviour, references, counter);
  }

  @Test
  void anAnswerThatFitsIsWholeAndOneBeyondTheBudgetIsCutThere() {
    Policy gold = policy(Behaviour.GOLD, References.of(CATALOGUE::find));
    String text = known.reference().gold();
    int tokens = counter.count(text);

    assertThat(gold.answer(List.of(task), tokens)).containsExactly(new Answer(text, tokens, false));
    assertThat(gold.answer(List.of(task), tokens - 1))
        .containsExactly(new Answer(counter.cut(text, tokens - 1), tokens - 1, true));
  }

  @Test
  void itIsNamedForItsBehaviourAndCountsAsItsCounterDoes() {
    Policy hider = policy(Behaviour.HIDER, References.none());
    assertThat(hider.label()).isEqualTo("hider");
    assertThat(hider.supports("spreadsheet_clean")).isTrue();
    assertThat(hider.supports("doc_revision")).isFalse();
    assertThat(hider.tokenizer()).isEqualTo(counter.describe());
    assertThat(hider.decoding()).isEmpty();
  }

  @Test
  void aTaskWithoutAReferenceAtHandIsRefused() {
    for (References references :
        List.of(References.none(), References.of(TaskCatalogue.bundled("another salt")::find))) {
      assertThatThrownBy(() -> policy(Behaviour.COPY, references).answer(List.of(task), 9))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("task_id: \"" + ID + "\" (expected: a task whose reference is at hand)");
    }
  }

  @Test
  void anAnswerHasNoFewerThanNoTokens() {
    assertThatThrownBy(() -> new Answer("", -1, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tokens: -1 (expected: at least 0)");
  }
}
