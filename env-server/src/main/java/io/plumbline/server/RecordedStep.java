package io.plumbline.server;

import com.google.protobuf.ByteString;
import io.plumbline.env.v1.Grade;
import io.plumbline.env.v1.StepRequest;
import io.plumbline.env.v1.StepResponse;
import io.plumbline.graders.tasks.Task;
import io.plumbline.journal.v1.StepRecord;
import io.plumbline.server.journal.GradedStep;

/** A graded step for the journal, which puts the record together off the event loop. */
record RecordedStep(Handle handle, Task task, StepRequest request, StepResponse response)
    implements GradedStep {

  @Override
  public ByteString id() {
    return response.getStepId();
  }

  @Override
  public int bytes() {
    return request.getSerializedSize() + response.getSerializedSize();
  }

  @Override
  public StepRecord.Builder record() {
    StepRecord.Builder record =
        StepRecord.newBuilder()
            .setStepId(response.getStepId())
            .setGroupId(handle.groupId())
            .setPrincipal(handle.principal())
            .setEnvironment(task.environment())
            .setSplit(task.split())
            .setSeed(task.seed())
            .setTaskId(handle.taskId())
            .setTaskHash(handle.taskHash())
            .setProfile(handle.profile().label())
            .setRewardRule(handle.rewardRule().label())
            .setAttempt(handle.attempt())
            .setTurn(handle.turn())
            .setFinishReason(request.getFinishReason())
            .setOutputBytes(request.getAction())
            .setGrade(withoutEvidence(response.getGrade()))
            .setTerminated(response.getTerminated())
            .setTruncated(response.getTruncated());
    if (handle.tokenBudget() > 0) {
      record.setTokenBudget(handle.tokenBudget());
    }
    if (request.hasTokenCount()) {
      record.setTokenCount(request.getTokenCount());
    }
    if (response.hasReward()) {
      record.setReward(response.getReward());
    }
    return record;
  }

  /** Evidence may quote the reference. */
  private static Grade withoutEvidence(Grade grade) {
    return grade.getEvidenceCount() == 0 ? grade : grade.toBuilder().clearEvidence().build();
  }
}
