package io.plumbline.trainer.runs;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.plumbline.graders.Profile;
import io.plumbline.trainer.report.RunReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Rewards that are absent because grading failed. */
class UngradedTest {
  @TempDir private Path temporary;

  /** The server says of each what broke, with where: that is not this test's to read. */
  @BeforeAll
  static void quieten() {
    ((Logger) LoggerFactory.getLogger("io.plumbline.server")).setLevel(Level.OFF);
  }

  @AfterAll
  static void speakUp() {
    ((Logger) LoggerFactory.getLogger("io.plumbline.server")).setLevel(null);
  }

  private static double varied(String output) {
    return Math.floorMod(output.hashCode(), 11) / 10.0;
  }

  @Test
  void anOutputThatCouldNotBeGradedIsLeftOutAndCounted() throws Exception {
    AtomicInteger failed = new AtomicInteger();
    try (World world =
        World.scoring(
            (task, profile, output) -> {
              if (profile == Profile.STRICT && output.length() % 3 == 0) {
                failed.incrementAndGet();
                throw new IllegalStateException("broken on purpose");
              }
              return varied(output);
            })) {
      world.train(World.with(World.CONFIG, "groupSize", 8), temporary);
    }
    List<JsonNode> lines = World.metrics(temporary);
    assertThat(lines.stream().mapToInt(line -> line.get("left_out").intValue()).sum())
        .isEqualTo(failed.get())
        .isPositive();
    assertThat(lines)
        .allSatisfy(
            line -> {
              assertThat(line.get("reward").isNumber()).isTrue();
              assertThat(line.get("alarms")).isEmpty();
            });
  }

  @Test
  void aGroupWithFewerThanTwoRewardsIsSkippedAndCounted() throws Exception {
    Set<String> begun = ConcurrentHashMap.newKeySet();
    try (World world =
        World.scoring(
            (task, profile, output) -> {
              boolean isLong = task.split().equals("stress_train");
              if (profile == Profile.STRICT && isLong && !begun.add(task.id())) {
                throw new IllegalStateException("all but the first of a long table");
              }
              return varied(output);
            })) {
      world.train(World.CONFIG, temporary);
    }
    assertThat(World.metrics(temporary))
        .allSatisfy(
            line -> {
              assertThat(line.get("left_out").intValue()).isEqualTo(3);
              assertThat(line.get("skipped_groups").intValue()).isEqualTo(1);
              assertThat(line.get("kl_token").isNumber()).isTrue();
            });
  }

  @Test
  void anUpdateWithoutAnyRewardTakesNoStepAndSaysSo() throws Exception {
    try (World world =
        World.scoring(
            (task, profile, output) -> {
              throw new IllegalStateException("broken on purpose");
            })) {
      world.train(World.CONFIG, temporary);
      assertThat(World.metrics(temporary))
          .hasSize(World.CONFIG.updates())
          .allSatisfy(
              line -> {
                assertThat(line.get("alarms").valueStream().map(JsonNode::asString))
                    .containsExactly("no rewards");
                assertThat(line.get("left_out").intValue()).isEqualTo(8);
                assertThat(line.get("skipped_groups").intValue()).isEqualTo(2);
                assertThat(line.propertyNames())
                    .contains("terminated", "truncated", "completion_tokens")
                    .doesNotContain("reward", "kl_token", "kl_sequence", "entropy", "grad_norm");
              });
      assertThat(new RunFolder(temporary).updatesSaved()).isEqualTo(World.CONFIG.updates());
    }
    assertThat(Files.readString(RunReport.write(temporary))).contains("update 1: no rewards");
  }

  @Test
  void oneRewardInEachGroupTeachesNothingEither() throws Exception {
    Set<String> begun = ConcurrentHashMap.newKeySet();
    try (World world =
        World.scoring(
            (task, profile, output) -> {
              if (!begun.add(profile + task.id())) {
                throw new IllegalStateException("all but the first");
              }
              return varied(output);
            })) {
      world.train(World.with(World.CONFIG, "updates", 1), temporary);
    }
    JsonNode line = World.metrics(temporary).get(0);
    assertThat(line.get("alarms").valueStream().map(JsonNode::asString))
        .containsExactly("no group with two rewards");
    assertThat(line.get("reward").isNumber()).isTrue();
  }
}
