package io.plumbline.trainer.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.trainer.runs.RunConfig;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExperimentFileTest {
  private static final ExperimentConfig BUNDLED = ExperimentFile.bundled(false, 2);

  private static RunConfig config(ExperimentConfig experiment, String arm) {
    return experiment.arms().stream()
        .filter(each -> each.name().equals(arm))
        .findFirst()
        .orElseThrow()
        .config(2);
  }

  @Test
  void theCoreArmsHaveThreeSeedsAndTheOthersOne() {
    assertThat(BUNDLED.arms().subList(0, 6))
        .extracting(Arm::name)
        .containsExactly("none", "sft", "dpo", "grpo", "ppo", "grpo_shuffled");
    assertThat(BUNDLED.arms().subList(0, 6))
        .allMatch(arm -> arm.seeds().equals(List.of(1L, 2L, 3L)));
    assertThat(BUNDLED.arms().subList(6, 14)).allMatch(arm -> arm.seeds().equals(List.of(1L)));
  }

  @Test
  void armsDifferAsTheirTitlesSay() {
    assertThat(config(BUNDLED, "sft").longShare()).isEqualTo(0.5);
    assertThat(config(BUNDLED, "sft_curriculum").curriculum()).isPositive();
    assertThat(config(BUNDLED, "dpo").examples()).isEqualTo(80);
    assertThat(config(BUNDLED, "orpo").objective()).isEqualTo(RunConfig.Objective.ORPO);
    assertThat(config(BUNDLED, "grpo_shuffled").control()).isEqualTo(RunConfig.Control.SHUFFLED);
    assertThat(config(BUNDLED, "grpo_no_kl").klCoefficient()).isZero();
    assertThat(config(BUNDLED, "grpo_reference").profile()).isEqualTo("reference");
    assertThat(config(BUNDLED, "grpo_truncated").maxTokens()).isEqualTo(BUNDLED.truncatingBudget());
    RunConfig few = config(BUNDLED, "grpo_80");
    assertThat(few.prompts() * few.groupSize()).isEqualTo(80);
    RunConfig many = config(BUNDLED, "grpo_200");
    assertThat(many.prompts() * many.groupSize()).isEqualTo(200);
    assertThat(config(BUNDLED, "grpo").seed()).isEqualTo(2);
    assertThat(config(BUNDLED, "grpo").threads()).isEqualTo(2);
  }

  @Test
  void theQuickFormOutranksWhatArmsSay() {
    ExperimentConfig quick = ExperimentFile.bundled(true, 1);
    assertThat(quick.arms()).hasSizeLessThan(BUNDLED.arms().size());
    assertThat(quick.arms()).allMatch(arm -> arm.seeds().equals(List.of(1L)));
    assertThat(quick.tasks()).isLessThan(BUNDLED.tasks());
    assertThat(config(quick, "sft").updates()).isLessThan(config(BUNDLED, "sft").updates());
    assertThat(config(quick, "sft").longShare()).isEqualTo(0.5);
  }

  @Test
  void settingsNameEveryKeyThatDecidesAResult() {
    assertThat(BUNDLED.settings())
        .containsEntry("truncating_budget", "384")
        .containsEntry("grpo.seeds", "1, 2, 3")
        .containsEntry("grpo_no_kl.kl_coefficient", "0.0")
        .doesNotContainKey("grpo.seed");
  }

  @Test
  void timeLeftFollowsTheWorkThatThisProcessDid() {
    TimeLeft left = new TimeLeft(100);
    left.skip(40);
    assertThat(left).hasToString("40 % done");
    left.did(10, 30);
    assertThat(left).hasToString("50 % done, about 2:30 left");
  }

  @Test
  void workOfARunCountsEachEvaluationOnce() {
    RunConfig grpo = config(BUNDLED, "grpo");
    double updates = 40 * 2 * 64;
    double evaluation = TimeLeft.evaluation(24);
    assertThat(TimeLeft.training(grpo)).isEqualTo(updates + 5 * evaluation);
    assertThat(TimeLeft.training(config(BUNDLED, "grpo_200"))) // 13 updates, evaluated every 4
        .isEqualTo(13 * 2 * 200 + 5 * evaluation);
  }
}
