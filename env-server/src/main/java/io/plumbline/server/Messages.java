package io.plumbline.server;

import com.google.protobuf.ByteString;
import io.plumbline.env.v1.DimensionStatus;
import io.plumbline.env.v1.Environment;
import io.plumbline.env.v1.Flag;
import io.plumbline.env.v1.FlagSpec;
import io.plumbline.env.v1.Observation;
import io.plumbline.env.v1.RewardRule;
import io.plumbline.env.v1.SourceDocument;
import io.plumbline.env.v1.Split;
import io.plumbline.env.v1.StepRequest;
import io.plumbline.graders.DimensionGrade;
import io.plumbline.graders.DimensionSpec;
import io.plumbline.graders.Grade;
import io.plumbline.graders.Rubric;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskSplit;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/** What the library speaks of, as the contract says it. Never the reference. */
final class Messages {
  private static final int SHORT_HASH_BYTES = 16;

  /** To be cloned only. */
  private static final MessageDigest SHA_256 = prototype();

  private Messages() {}

  static io.plumbline.env.v1.Task task(Task task, String hash) {
    Observation.Builder observation =
        Observation.newBuilder()
            .setIntent(task.intent())
            .addAllConstraints(task.constraints())
            .setInput(task.input());
    task.sources()
        .forEach(
            source ->
                observation.addSources(
                    SourceDocument.newBuilder().setName(source.name()).setText(source.text())));
    return io.plumbline.env.v1.Task.newBuilder()
        .setId(task.id())
        .setEnvironment(task.environment())
        .setSplit(task.split())
        .setSeed(task.seed())
        .setDifficulty(task.difficulty().label())
        .setContentHash(hash)
        .setObservation(observation)
        .build();
  }

  static io.plumbline.env.v1.Grade.Builder grade(Grade grade) {
    io.plumbline.env.v1.Grade.Builder message =
        io.plumbline.env.v1.Grade.newBuilder()
            .setAssessedWeight(grade.assessedWeight())
            .setGraderVersion(grade.graderVersion());
    for (DimensionGrade dimension : grade.dimensions()) {
      io.plumbline.env.v1.DimensionGrade.Builder entry =
          io.plumbline.env.v1.DimensionGrade.newBuilder()
              .setName(dimension.spec().name())
              .setWeight(dimension.spec().weight())
              .setStatus(status(dimension.status()));
      if (dimension.status() != io.plumbline.graders.DimensionStatus.FAILED) {
        entry.setValue(dimension.value());
      }
      message.addDimensions(entry);
    }
    grade
        .flags()
        .forEach(
            flag -> message.addFlags(Flag.newBuilder().setName(flag.name()).setCap(flag.cap())));
    return message;
  }

  private static DimensionStatus status(io.plumbline.graders.DimensionStatus status) {
    return switch (status) {
      case ASSESSED -> DimensionStatus.DIMENSION_STATUS_ASSESSED;
      case UNASSESSED -> DimensionStatus.DIMENSION_STATUS_UNASSESSED;
      case FAILED -> DimensionStatus.DIMENSION_STATUS_FAILED;
    };
  }

  static Environment environment(
      io.plumbline.graders.Environment environment, List<TaskSplit> splits) {
    Environment.Builder message =
        Environment.newBuilder()
            .setName(environment.name())
            .setDescription(environment.description());
    environment.rubrics().forEach(rubric -> message.addRubrics(rubric(rubric)));
    for (TaskSplit split : splits) {
      Split.Builder entry = Split.newBuilder().setName(split.name()).setOpen(split.open());
      split.size().ifPresent(entry::setSize);
      message.addSplits(entry);
    }
    return message.build();
  }

  private static io.plumbline.env.v1.Rubric rubric(Rubric rubric) {
    io.plumbline.env.v1.Rubric.Builder message =
        io.plumbline.env.v1.Rubric.newBuilder()
            .setProfile(rubric.profile().label())
            .setVersion(rubric.version());
    for (DimensionSpec dimension : rubric.dimensions()) {
      message.addDimensions(
          io.plumbline.env.v1.DimensionSpec.newBuilder()
              .setName(dimension.name())
              .setWeight(dimension.weight())
              .setFormula(dimension.formula()));
    }
    rubric
        .flags()
        .forEach(
            flag ->
                message.addFlags(
                    FlagSpec.newBuilder()
                        .setName(flag.name())
                        .setCap(flag.cap())
                        .setCondition(flag.condition())));
    return message.build();
  }

  static RewardRule rewardRule(io.plumbline.graders.RewardRule rule) {
    return RewardRule.newBuilder().setName(rule.label()).setDescription(rule.description()).build();
  }

  /** The start of a hash, enough to tell apart what is about. */
  static ByteString shortHash(byte[] bytes) {
    return shortened(sha256(), bytes);
  }

  /** Names a branch: a hash of the handle and of everything that makes the action. */
  static ByteString stepId(StepRequest request) {
    MessageDigest digest = sha256();
    ByteBuffer lengths =
        ByteBuffer.allocate(16)
            .putInt(request.getHandle().size())
            .putInt(request.getFinishReasonValue())
            .putInt(request.hasTokenCount() ? 1 : 0)
            .putInt(request.getTokenCount());
    digest.update(lengths.flip());
    // Copied: a digest reads an array several times as fast as ByteString's read-only buffer.
    digest.update(request.getHandle().toByteArray());
    return shortened(digest, request.getAction().toByteArray());
  }

  private static MessageDigest sha256() {
    try {
      return (MessageDigest) SHA_256.clone(); // in half the time that finding it takes
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e); // the JDK's SHA-256 can be cloned
    }
  }

  private static MessageDigest prototype() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  private static ByteString shortened(MessageDigest digest, byte[] last) {
    return ByteString.copyFrom(digest.digest(last), 0, SHORT_HASH_BYTES);
  }
}
