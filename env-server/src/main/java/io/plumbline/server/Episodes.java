package io.plumbline.server;

import io.grpc.Status;
import io.plumbline.env.v1.Episode;
import io.plumbline.env.v1.FinishReason;
import io.plumbline.env.v1.GradeRequest;
import io.plumbline.env.v1.GradeResponse;
import io.plumbline.env.v1.ResetRequest;
import io.plumbline.env.v1.ResetResponse;
import io.plumbline.env.v1.StepRequest;
import io.plumbline.env.v1.StepResponse;
import io.plumbline.graders.Grade;
import io.plumbline.graders.Profile;
import io.plumbline.graders.RewardRule;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskSplit;
import io.plumbline.server.Registry.PreparedTask;
import io.plumbline.server.journal.Journal;
import io.plumbline.server.journal.NotRecordedException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Resets, steps and grades. A step is a pure function of its request. */
final class Episodes {
  private static final Duration RETRY_AFTER = Duration.ofMillis(100);

  private final Registry registry;
  private final HandleSigner signer;
  private final Grading grading;
  private final Metrics metrics;
  private final Duration ttl;
  private final InstantSource clock;
  private final Optional<Journal> journal;

  Episodes(
      Registry registry,
      HandleSigner signer,
      Grading grading,
      Metrics metrics,
      Duration ttl,
      InstantSource clock,
      Optional<Journal> journal) {
    this.registry = registry;
    this.grading = grading;
    this.metrics = metrics;
    this.signer = signer;
    this.ttl = ttl;
    this.clock = clock;
    this.journal = journal;
  }

  ResetResponse reset(ResetRequest request, Principal principal) {
    PreparedTask prepared = select(request);
    Profile profile = Requests.profile(request.getProfile());
    RewardRule rule = Requests.rewardRule(request.getRewardRule());
    int groupSize =
        request.getGroupSize() == 0
            ? 1
            : Requests.inRange("group_size", request.getGroupSize(), 1, Limits.MAX_GROUP_SIZE);
    int budget =
        request.hasTokenBudget()
            ? Requests.inRange("token_budget", request.getTokenBudget(), 1, Limits.MAX_TOKEN_BUDGET)
            : 0;
    if (request.getEvidence()) {
      Requests.requireEvidence(principal);
      Requests.requireOpen("evidence", true, prepared);
    }
    long expiresAt = clock.instant().plus(ttl).getEpochSecond();
    String graderVersion = prepared.rubric(profile).version();
    ResetResponse.Builder response =
        ResetResponse.newBuilder().setTask(Messages.task(prepared.task, prepared.hash));
    for (int attempt = 0; attempt < groupSize; attempt++) {
      Handle handle =
          new Handle(
              principal.name(),
              prepared.task.id(),
              prepared.hash,
              graderVersion,
              profile,
              rule,
              attempt,
              0,
              budget,
              request.getEvidence(),
              expiresAt);
      response.addEpisodes(Episode.newBuilder().setHandle(signer.sign(handle)).setAttempt(attempt));
    }
    return response.build();
  }

  private PreparedTask select(ResetRequest request) {
    if (!request.hasTaskId()) {
      TaskSplit split = registry.split(request.getEnvironment(), request.getSplit());
      return registry.task(split, Requests.seed(request.getSeed()));
    }
    PreparedTask prepared = registry.task(request.getTaskId());
    Requests.emptyOr("environment", request.getEnvironment(), prepared.task.environment());
    Requests.emptyOr("split", request.getSplit(), prepared.task.split());
    return prepared;
  }

  /**
   * Grades a step.
   *
   * @return done at once, or, where the journal has to have it first, when it does; fails with a
   *     {@link Refusal} alone
   * @throws Refusal if it is refused before it is graded
   */
  CompletableFuture<StepResponse> step(StepRequest request, Principal principal) {
    HandleSigner.Opened opened = signer.open(request.getHandle());
    Handle handle = opened.state();
    if (!handle.principal().equals(principal.name())) {
      throw Refusal.of(
          Status.Code.UNAUTHENTICATED, "handle", "another principal's", "one of your own");
    }
    if (handle.isFinal()) {
      throw failedPrecondition("final", "one whose episode has not ended");
    }
    if (clock.instant().getEpochSecond() >= handle.expiresAt()) {
      throw failedPrecondition("expired", "one that was reset less than " + ttl + " ago");
    }
    String action = Requests.text("action", request.getAction());
    checkFinish(request, handle.tokenBudget());
    PreparedTask prepared =
        registry
            .find(handle.taskId())
            .filter(found -> found.hash.equals(handle.taskHash()))
            .orElseThrow(
                () ->
                    failedPrecondition(
                        "for a task that this server does not have, or no longer as it was",
                        "one for a task of this server"));
    if (!prepared.rubric(handle.profile()).version().equals(handle.graderVersion())) {
      throw failedPrecondition(
          "for grader " + handle.graderVersion(),
          "grader " + prepared.rubric(handle.profile()).version());
    }
    StepResponse.Builder response =
        StepResponse.newBuilder()
            .setStepId(Messages.stepId(request))
            .setHandle(signer.next(request.getHandle(), opened.key()))
            .setTerminated(request.getFinishReason() == FinishReason.FINISH_REASON_STOP)
            .setTruncated(request.getFinishReason() == FinishReason.FINISH_REASON_LENGTH);
    Grade grade = grading.grade(prepared, handle.profile(), action);
    metrics.stepped(prepared.task.environment(), response.getTruncated());
    grade.reward(handle.rewardRule()).ifPresent(response::setReward);
    response.setGrade(
        Grading.message(grade, prepared, handle.profile(), action, handle.evidence()));
    return recorded(handle, prepared.task, request, response.build());
  }

  private CompletableFuture<StepResponse> recorded(
      Handle handle, Task task, StepRequest request, StepResponse response) {
    if (journal.isEmpty()) {
      return CompletableFuture.completedFuture(response);
    }
    CompletableFuture<@Nullable Void> recorded =
        journal.get().append(new RecordedStep(handle, task, request, response));
    if (recorded.isDone() && !recorded.isCompletedExceptionally()) {
      return CompletableFuture.completedFuture(response);
    }
    return recorded.handle(
        (done, failure) -> {
          if (failure == null) {
            return response;
          }
          throw failure instanceof NotRecordedException why && why.waiting() > 0
              ? Refusal.overloaded(
                  "journal queue", why.waiting() + " calls are waiting", RETRY_AFTER)
              : Refusal.notRecorded();
        });
  }

  private static void checkFinish(StepRequest request, int budget) {
    FinishReason reason = request.getFinishReason();
    if (reason != FinishReason.FINISH_REASON_STOP && reason != FinishReason.FINISH_REASON_LENGTH) {
      throw Refusal.invalid(
          "finish_reason",
          reason == FinishReason.FINISH_REASON_UNSPECIFIED
              ? "absent"
              : request.getFinishReasonValue(),
          "STOP or LENGTH");
    }
    if (request.hasTokenCount()) {
      Requests.inRange("token_count", request.getTokenCount(), 0, Integer.MAX_VALUE);
    }
    if (budget == 0) {
      return;
    }
    if (!request.hasTokenCount()) {
      throw Refusal.invalid(
          "token_count", "absent", "the action's tokens, as token_budget is " + budget);
    }
    if (reason == FinishReason.FINISH_REASON_STOP && request.getTokenCount() > budget) {
      throw Refusal.invalid(
          "token_count",
          request.getTokenCount(),
          "at most token_budget " + budget + " with STOP; LENGTH says that the budget ran out");
    }
  }

  GradeResponse grade(GradeRequest request, Principal principal) {
    PreparedTask prepared = registry.task(request.getTaskId());
    Requests.requireOpen("task_id", Refusal.quote(request.getTaskId()), prepared);
    if (request.getEvidence()) {
      Requests.requireEvidence(principal);
    }
    Profile profile = Requests.profile(request.getProfile());
    prepared.rubric(profile);
    RewardRule rule = Requests.rewardRule(request.getRewardRule());
    String output = Requests.text("output", request.getOutput());
    Grade grade = grading.grade(prepared, profile, output);
    GradeResponse.Builder response = GradeResponse.newBuilder();
    grade.reward(rule).ifPresent(response::setReward);
    return response
        .setGrade(Grading.message(grade, prepared, profile, output, request.getEvidence()))
        .build();
  }

  private static Refusal failedPrecondition(String value, String expected) {
    return Refusal.of(Status.Code.FAILED_PRECONDITION, "handle", value, expected);
  }
}
