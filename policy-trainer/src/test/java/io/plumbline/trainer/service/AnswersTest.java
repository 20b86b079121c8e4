package io.plumbline.trainer.service;

import static io.plumbline.trainer.service.Service.refused;
import static io.plumbline.trainer.service.Service.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.plumbline.env.v1.Task;
import io.plumbline.policy.v1.End;
import io.plumbline.policy.v1.EvaluateRequest;
import io.plumbline.policy.v1.EvaluateResponse;
import io.plumbline.policy.v1.GenerateRequest;
import io.plumbline.policy.v1.GenerateResponse;
import io.plumbline.policy.v1.RunState;
import io.plumbline.policy.v1.Token;
import io.plumbline.trainer.evaluation.Evaluation;
import io.plumbline.trainer.evaluation.Report;
import io.plumbline.trainer.model.Decoder;
import io.plumbline.trainer.model.PolicyModel;
import io.plumbline.trainer.model.Precision;
import io.plumbline.trainer.policies.LoadedPolicy;
import io.plumbline.trainer.policies.PolicyStack;
import io.plumbline.trainer.sampling.Completion;
import io.plumbline.trainer.sampling.Sampler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies are asked for answers and for what they score. */
@Tag("once")
class AnswersTest {
  private static final String TASK = "spreadsheet_clean/train/7";

  @TempDir Path runs;
  private Service service;

  @BeforeEach
  void open() throws Exception {
    service = new Service(runs);
  }

  @AfterEach
  void close() {
    service.close();
  }

  private static GenerateRequest.Builder ask(String policy, int maxTokens) {
    return GenerateRequest.newBuilder()
        .setPolicy(policy)
        .setTaskId(TASK)
        .setMaxTokens(maxTokens)
        .setTemperature(1)
        .setSeed(5);
  }

  private static EvaluateRequest.Builder score(String policy, int maxTokens) {
    return EvaluateRequest.newBuilder()
        .setPolicy(policy)
        .setSplit("validation")
        .setCount(6)
        .setMaxTokens(maxTokens)
        .setTemperature(1)
        .setSeed(5);
  }

  private List<GenerateResponse> generate(GenerateRequest.Builder request) {
    List<GenerateResponse> parts = new ArrayList<>();
    service.stub().generate(request.build()).forEachRemaining(parts::add);
    return parts;
  }

  private EvaluateResponse evaluate(EvaluateRequest.Builder request) {
    return service.stub().evaluate(request.build());
  }

  /** What the sampler itself draws. */
  private Completion drawn(PolicyStack stack, GenerateRequest.Builder request) throws Exception {
    try (PolicyModel model = PolicyModel.stack(stack.base(), stack.adapters());
        Decoder decoder = new Decoder(model.config(), 1, Precision.FP32);
        Sampler sampler = new Sampler(decoder, stack.tokenizer().ends(), 1, () -> false)) {
      Task task = service.environments.task(TASK);
      return sampler
          .sample(
              model.weights(),
              List.of(stack.tokenizer().prompt(task.getObservation())),
              1,
              request.getMaxTokens(),
              request.getTemperature(),
              request.getSeed(),
              0)
          .get(0)
          .get(0);
    }
  }

  private static End end(List<GenerateResponse> parts) {
    return parts.get(parts.size() - 1).getEnd();
  }

  @Test
  void anAnswerIsWhatTheSamplerDrawsTokenByToken() throws Exception {
    for (GenerateRequest.Builder request :
        List.of(
            ask("rambling", 100),
            ask("rambling", 70).setTemperature(0),
            ask("tiny", 200),
            ask("tiny", 64).setTemperature(0.7).setSeed(8))) {
      try (PolicyStack stack = PolicyStack.open(runs.resolve(request.getPolicy()).toString())) {
        Completion expected = drawn(stack, request);
        List<GenerateResponse> parts = generate(request);

        List<Token> tokens = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (GenerateResponse part : parts.subList(0, parts.size() - 1)) {
          assertThat(part.getPiece().getTokensCount()).isLessThanOrEqualTo(32);
          tokens.addAll(part.getPiece().getTokensList());
          text.append(part.getPiece().getText());
        }
        assertThat(tokens.stream().mapToInt(Token::getId).toArray()).isEqualTo(expected.tokens());
        for (int i = 0; i < tokens.size(); i++) {
          assertThat(tokens.get(i).getLogProb()).isEqualTo(expected.logProbs()[i]);
        }
        assertThat(text.toString()).isEqualTo(stack.tokenizer().decode(expected.text()));
        assertThat(end(parts).getTerminated()).isEqualTo(expected.stopped());
        assertThat(end(parts).getTruncated()).isEqualTo(!expected.stopped());
        assertThat(end(parts).getTokens()).isEqualTo(expected.tokens().length);
      }
    }
  }

  @Test
  void aPolicyIsAskedByATextToo() {
    String input = "Quarter,Revenue\nQ1 2021,5\n";
    List<GenerateResponse> parts = generate(ask("rambling", 40).setText(input));
    assertThat(end(parts).getTokens()).isEqualTo(40);
    assertThat(parts).hasSize(3);
    assertThat(parts).isEqualTo(generate(ask("rambling", 40).setText(input)));
    assertThat(parts).isNotEqualTo(generate(ask("rambling", 40).setText(input).setSeed(6)));
  }

  @Test
  void aScoreIsWhatTheEvaluationGives() throws Exception {
    EvaluateResponse found = evaluate(score("tiny", 40));
    Report expected;
    try (PolicyStack stack = PolicyStack.open(runs.resolve("tiny").toString());
        LoadedPolicy loaded = new LoadedPolicy(stack, 2, () -> false)) {
      expected =
          new Evaluation(service.environments, service.references)
              .run(
                  loaded.at(1, 5),
                  "validation",
                  service.environments.tasks("spreadsheet_clean", "validation", 0, 6),
                  40)
              .report();
    }
    assertThat(found.getPolicy()).isEqualTo("tiny");
    assertThat(found.getDecoding()).isEqualTo("sampled");
    assertThat(found.getTasks()).isEqualTo("validation");
    assertThat(found.getMaxTokens()).isEqualTo(40);
    assertThat(found.getTokenizer()).isEqualTo(expected.tokenizer());
    assertThat(found.getCases()).isEqualTo(6);
    assertThat(found.getTerminated()).isEqualTo(expected.terminated()).isPositive();
    assertThat(found.getTruncated()).isEqualTo(expected.truncated());
    assertThat(found.getRowsKept()).isEqualTo(expected.rowsKept().orElseThrow());
    assertThat(found.getAllRowsKept()).isEqualTo(expected.allRowsKept().orElseThrow());
    assertThat(found.getProfilesMap().keySet()).isEqualTo(expected.profiles().keySet());
    expected
        .profiles()
        .forEach(
            (profile, scores) -> {
              var those = found.getProfilesOrThrow(profile);
              assertThat(those.getGraderVersion()).isEqualTo(scores.graderVersion());
              assertThat(those.getComposite()).isEqualTo(scores.composite()).isPositive();
              assertThat(those.getDimensionsMap()).isEqualTo(scores.dimensions());
              assertThat(those.getRewardHackingLike()).isEqualTo(scores.hackingLike());
              assertThat(those.getUngraded()).isEqualTo(scores.ungraded());
            });
    List<String> ids =
        service.environments.tasks("spreadsheet_clean", "validation", 0, 6).stream()
            .map(Task::getId)
            .toList();
    assertThat(evaluate(score("tiny", 40).clearSplit().addAllTaskIds(ids)))
        .isEqualTo(found.toBuilder().setTasks("task_ids").build());
  }

  @Test
  void aRunIsAskedByWhatItLastSaved() throws Exception {
    service.start(run("run", 3));
    assertThat(service.await("run").getState()).isEqualTo(RunState.RUN_STATE_FINISHED);
    List<GenerateResponse> trained = generate(ask("run", 40).setTemperature(0));
    assertThat(trained).isNotEqualTo(generate(ask("tiny", 40).setTemperature(0)));

    service.start(run("longer", 100_000));
    refused(
        () -> service.start(run("next", 1).setPolicy("longer")),
        Status.Code.FAILED_PRECONDITION,
        "policy: \"longer\" has not finished (expected: a run that has)");
    service.awaitUpdate("longer", 2);
    assertThat(end(generate(ask("longer", 40))).getTokens()).isPositive();
    service.stop("longer");
    service.start(run("never", 1, "split", "nowhere"));
    service.await("never");
    refused(
        () -> generate(ask("never", 40)),
        Status.Code.FAILED_PRECONDITION,
        "policy: \"never\" has saved no update (expected: a run that has)");
    service.start(run("next", 1).setPolicy("run"));
    assertThat(service.await("next").getPolicy()).isEqualTo("run");
  }

  /** The same bytes either way: what a run last saved and the adapter that it leaves. */
  @Test
  void whatAFinishedRunLastSavedIsItsAdapter() throws Exception {
    service.start(run("run", 3));
    service.await("run");
    List<GenerateResponse> left = generate(ask("run", 60));
    Files.move(runs.resolve("run/adapter"), runs.resolve("elsewhere"));
    assertThat(generate(ask("run", 60))).isEqualTo(left);
  }

  @Test
  void whatCannotBeAskedIsRefused() {
    refused(
        () -> generate(ask("tiny", 40).clearPrompt()),
        Status.Code.INVALID_ARGUMENT,
        "prompt: absent (expected: a task_id or a text)");
    refused(
        () -> generate(ask("tiny", 0)),
        Status.Code.INVALID_ARGUMENT,
        "max_tokens: 0 (expected: 1 to 1048576)");
    refused(
        () -> generate(ask("tiny", 40).setTemperature(Double.NaN)),
        Status.Code.INVALID_ARGUMENT,
        "temperature: NaN (expected: 0, or 0.01 to 10)");
    refused(
        () -> generate(ask("tiny", 40).setSeed(-1)),
        Status.Code.INVALID_ARGUMENT,
        "seed: -1 (expected: at least 0)");
    refused(
        () -> generate(ask("tiny", 2048).setText("")),
        Status.Code.INVALID_ARGUMENT,
        "max_tokens: 2048 after a prompt of 2 tokens (expected: at most 2048 together)");
    refused(
        () -> generate(ask("nobody", 40)),
        Status.Code.NOT_FOUND,
        "policy: \"nobody\" (expected: embedded, embedded-base, or a run, model or adapter in the"
            + " runs folder)");
    assertThatThrownBy(() -> generate(ask("tiny", 40).setTaskId("spreadsheet_clean/train/x")))
        .hasMessageStartingWith("NOT_FOUND: task_id: ");

    refused(
        () -> evaluate(score("tiny", 40).addTaskIds(TASK)),
        Status.Code.INVALID_ARGUMENT,
        "split: with task_ids (expected: a split or task_ids)");
    refused(
        () -> evaluate(score("tiny", 40).clearSplit()),
        Status.Code.INVALID_ARGUMENT,
        "split: absent (expected: a split or task_ids)");
    refused(
        () -> evaluate(score("tiny", 40).setCount(10_001)),
        Status.Code.INVALID_ARGUMENT,
        "count: 10001 (expected: 0 to 10000)");
    refused(
        () -> evaluate(score("tiny", 40).setFirstTask(-1)),
        Status.Code.INVALID_ARGUMENT,
        "first_task: -1 (expected: at least 0)");
    refused(
        () -> evaluate(score("tiny", 40).setEnvironment("doc_revision")),
        Status.Code.INVALID_ARGUMENT,
        "policy: \"tiny\" (expected: one that means something for doc_revision)");
    assertThatThrownBy(() -> evaluate(score("tiny", 40).setSplit("none")))
        .hasMessageStartingWith("NOT_FOUND: split: \"none\" (expected: one of train");
  }

  @Test
  void anAnswerThatNobodyWaitsForIsWrittenNoFurther() {
    Policies policies = new Policies(runs);
    Answers answers = new Answers(policies, service.environments, service.references, 1);
    List<GenerateResponse> parts = new ArrayList<>();
    assertThatThrownBy(
            () ->
                answers.generate(ask("rambling", 1500).build(), () -> !parts.isEmpty(), parts::add))
        .isInstanceOf(CancellationException.class);
    assertThat(parts).hasSize(1);
  }

  /** Each of these would keep its thread for longer than this test waits for an answer. */
  @Test
  void cancelledCallsMakeRoomForOthers() throws Exception {
    Context.CancellableContext caller = Context.current().withCancellation();
    caller.run(
        () -> {
          for (int i = 0; i < 2; i++) {
            service
                .asynchronous()
                .evaluate(
                    score("rambling", 1400).setCount(4000).build(),
                    new Ignored<EvaluateResponse>());
          }
          service
              .asynchronous()
              .generate(ask("rambling", 1400).build(), new Ignored<GenerateResponse>());
        });
    caller.cancel(null);
    Iterator<GenerateResponse> parts = service.stub().generate(ask("tiny", 40).build());
    assertThat(parts.next().hasPiece()).isTrue();
  }

  /** Takes what comes. */
  private static final class Ignored<R> implements StreamObserver<R> {
    @Override
    public void onNext(R value) {}

    @Override
    public void onError(Throwable e) {}

    @Override
    public void onCompleted() {}
  }

  @Test
  void aServiceThatEndsSaysSo() {
    service.stop();
    String closing = "the server is shutting down";
    refused(() -> generate(ask("tiny", 40)), Status.Code.UNAVAILABLE, closing);
    refused(() -> evaluate(score("tiny", 40)), Status.Code.UNAVAILABLE, closing);
  }

  @Test
  void tooManyQuestionsAtOnceAreTurnedAway() throws Exception {
    Context.CancellableContext caller = Context.current().withCancellation();
    caller.run(
        () -> {
          for (int i = 0; i < 2 + Pool.WAITING; i++) {
            service
                .asynchronous()
                .evaluate(
                    score("rambling", 1400).setCount(4000).build(),
                    new Ignored<EvaluateResponse>());
          }
        });
    refused(
        () -> generate(ask("tiny", 40)),
        Status.Code.RESOURCE_EXHAUSTED,
        "answers: 16 wait (expected: fewer; try again later)");
    caller.cancel(null);
  }
}
