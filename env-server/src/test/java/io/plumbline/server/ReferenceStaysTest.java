package io.plumbline.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.plumbline.env.v1.AdminServiceGrpc;
import io.plumbline.env.v1.CloseRequest;
import io.plumbline.env.v1.EnvironmentServiceGrpc;
import io.plumbline.env.v1.EnvironmentServiceGrpc.EnvironmentServiceBlockingStub;
import io.plumbline.env.v1.FinishReason;
import io.plumbline.env.v1.GetTaskRequest;
import io.plumbline.env.v1.GradeBatchRequest;
import io.plumbline.env.v1.GradeRequest;
import io.plumbline.env.v1.ListEnvironmentsRequest;
import io.plumbline.env.v1.ReloadSecretsRequest;
import io.plumbline.env.v1.ResetRequest;
import io.plumbline.env.v1.RolloutRequest;
import io.plumbline.env.v1.RolloutResponse;
import io.plumbline.env.v1.SampleTasksRequest;
import io.plumbline.env.v1.StepBatchRequest;
import io.plumbline.env.v1.StepRequest;
import io.plumbline.env.v1.StepResponse;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskSplit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/**
 * Nothing of a reference is in any reply of any call under any role, nor in a log: no figure or
 * name, and no four words in a row, that neither the task shows nor the action has.
 */
@Tag("once")
class ReferenceStaysTest {
  private static final Pattern GAPS = Pattern.compile("[\\s,\"“”]+");
  private static final Pattern WORD_ENDS = Pattern.compile("^[.;:!?()]+|[.;:!?()]+$");

  /** Figures and names; other words by themselves may be those in which evidence is put. */
  private static final Pattern TELLING = Pattern.compile("[0-9\\p{Lu}]");

  private static final int RUN = 4;
  private static final ListEnvironmentsRequest LISTING =
      ListEnvironmentsRequest.getDefaultInstance(); // says the same whatever the task

  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final Logger root = (Logger) LoggerFactory.getLogger("io.plumbline");
  private TestServer server;

  @BeforeEach
  void start() throws IOException {
    Secrets secrets =
        new Secrets(
            List.of(TestServer.KEY),
            Access.of(
                Stream.of(Role.values())
                    .map(
                        role ->
                            Credential.ofToken(role.label(), role, role.label(), Quota.UNLIMITED))
                    .toList()));
    server =
        new TestServer(
            TestServer.config(TestServer.KEY), secrets.access(), Optional.of(() -> secrets));
    root.setLevel(Level.TRACE);
    logged.start();
    root.addAppender(logged);
  }

  @AfterEach
  void stop() {
    root.detachAppender(logged);
    root.setLevel(null);
    server.close();
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void noReplyAndNoLogHasAnythingOfIt(Role role) throws Exception {
    for (String environment : List.of("spreadsheet_clean", "doc_revision", "citation_ground")) {
      for (TaskSplit split : TestServer.CATALOGUE.splits(environment)) {
        for (long seed = 0; seed < 3; seed++) {
          walk(role, split, split.task(seed));
        }
      }
    }
  }

  private void walk(Role role, TaskSplit split, Task task) throws Exception {
    String listing = texts(server.with(role.label()).listEnvironments(LISTING));
    String gold = task.reference().gold();
    String input = task.input();
    List<String> actions =
        List.of("", input, half(gold), half(gold) + half(input), swapped(gold), input + gold);
    for (String action : actions) {
      List<String> said = new ArrayList<>();
      logged.list.clear();
      for (Supplier<Message> call : calls(role, split, task, action)) {
        try {
          collect(call.get(), said);
        } catch (StatusRuntimeException e) {
          said.add(String.valueOf(e.getMessage()));
          said.add(String.valueOf(e.getTrailers()));
        }
      }
      logged.list.forEach(event -> said.add(event.getFormattedMessage()));
      String shown = input + " " + task.intent() + " " + task.constraints() + " " + task.sources();
      String known = words(shown) + words(action) + words(listing);
      String reply = words(String.join("\n", said));
      for (String secret : secrets(gold, known)) {
        assertThat(reply).as("%s, as %s, after %s", task.id(), role, action).doesNotContain(secret);
      }
    }
  }

  /** Each call that says anything of a task, and those that say nothing. */
  private List<Supplier<Message>> calls(Role role, TaskSplit split, Task task, String action) {
    EnvironmentServiceBlockingStub stub = server.with(role.label());
    boolean evidence = role.seesEvidence() && split.open();
    List<Supplier<Message>> calls = new ArrayList<>();
    for (String profile : List.of("reference", "strict")) {
      ResetRequest reset =
          ResetRequest.newBuilder()
              .setTaskId(task.id())
              .setProfile(profile)
              .setEvidence(evidence)
              .setGroupSize(2)
              .build();
      StepRequest step =
          StepRequest.newBuilder()
              .setHandle(stub.reset(reset).getEpisodes(0).getHandle())
              .setAction(ByteString.copyFromUtf8(action))
              .setFinishReason(FinishReason.FINISH_REASON_LENGTH)
              .build();
      GradeRequest grade =
          GradeRequest.newBuilder()
              .setTaskId(task.id())
              .setProfile(profile)
              .setOutput(ByteString.copyFromUtf8(action))
              .setEvidence(evidence)
              .build();
      calls.add(() -> stub.reset(reset));
      calls.add(() -> stub.reset(reset.toBuilder().setEvidence(!evidence).build()));
      calls.add(() -> stub.step(step));
      calls.add(() -> finalStep(stub, step));
      calls.add(() -> stub.stepBatch(StepBatchRequest.newBuilder().addSteps(step).build()));
      calls.add(() -> stub.grade(grade));
      calls.add(() -> stub.gradeBatch(GradeBatchRequest.newBuilder().addOutputs(grade).build()));
      calls.add(() -> rollout(role, RolloutRequest.newBuilder().setStep(step).build()));
      calls.add(() -> rollout(role, RolloutRequest.newBuilder().setReset(reset).build()));
    }
    SampleTasksRequest sample =
        SampleTasksRequest.newBuilder()
            .setEnvironment(task.environment())
            .setSplit(task.split())
            .setCount(1)
            .setSeed(task.seed())
            .build();
    calls.add(() -> stub.sampleTasks(sample));
    calls.add(() -> stub.getTask(GetTaskRequest.newBuilder().setTaskId(task.id()).build()));
    calls.add(() -> stub.close(CloseRequest.getDefaultInstance()));
    calls.add(
        () ->
            TestServer.as(
                    AdminServiceGrpc.newBlockingStub(server.channel), "Bearer " + role.label())
                .reloadSecrets(ReloadSecretsRequest.getDefaultInstance()));
    return calls;
  }

  private static Message finalStep(EnvironmentServiceBlockingStub stub, StepRequest step) {
    StepResponse first = stub.step(step);
    return stub.step(step.toBuilder().setHandle(first.getHandle()).build());
  }

  private RolloutResponse rollout(Role role, RolloutRequest request) {
    CompletableFuture<RolloutResponse> reply = new CompletableFuture<>();
    StreamObserver<RolloutRequest> requests =
        TestServer.as(EnvironmentServiceGrpc.newStub(server.channel), "Bearer " + role.label())
            .rollout(
                new StreamObserver<>() {
                  @Override
                  public void onNext(RolloutResponse value) {
                    reply.complete(value);
                  }

                  @Override
                  public void onError(Throwable t) {
                    reply.completeExceptionally(t);
                  }

                  @Override
                  public void onCompleted() {}
                });
    requests.onNext(request);
    requests.onCompleted();
    return reply.orTimeout(10, TimeUnit.SECONDS).join();
  }

  private static String texts(Message message) {
    List<String> texts = new ArrayList<>();
    collect(message, texts);
    return String.join("\n", texts);
  }

  /** Every text of a message, and of those within it. */
  private static void collect(Message message, List<String> texts) {
    for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
      List<?> values = field.getValue() instanceof List<?> many ? many : List.of(field.getValue());
      for (Object value : values) {
        if (value instanceof Message inner) {
          collect(inner, texts);
        } else if (value instanceof String text) {
          texts.add(text);
        } else if (value instanceof ByteString bytes) {
          texts.add(bytes.toString(java.nio.charset.StandardCharsets.ISO_8859_1));
        }
      }
    }
  }

  /** What the gold has and {@code known} has not: words, and runs of them. */
  private static Set<String> secrets(String gold, String known) {
    List<String> words = Arrays.asList(words(gold).strip().split(" "));
    Set<String> secrets = new LinkedHashSet<>();
    for (int i = 0; i < words.size(); i++) {
      if (TELLING.matcher(words.get(i)).find()) {
        add(secrets, " " + words.get(i) + " ", known);
      }
      if (i + RUN <= words.size()) {
        add(secrets, " " + String.join(" ", words.subList(i, i + RUN)) + " ", known);
      }
    }
    return secrets;
  }

  private static void add(Set<String> secrets, String part, String known) {
    // Shorter ones stand in weights and versions by chance.
    if (part.length() > 5 && !known.contains(part)) {
      secrets.add(part);
    }
  }

  /** The words of a text, one blank before and behind each. */
  private static String words(String text) {
    StringBuilder words = new StringBuilder(" ");
    for (String word : GAPS.split(text, -1)) {
      words.append(WORD_ENDS.matcher(word).replaceAll("")).append(' ');
    }
    return words.toString();
  }

  private static String half(String text) {
    return text.substring(0, text.length() / 2);
  }

  /** With every line's first word in place of its last. */
  private static String swapped(String text) {
    StringBuilder swapped = new StringBuilder();
    for (String line : text.split("\n", -1)) {
      List<String> words = new ArrayList<>(Arrays.asList(line.split("[, ]", -1)));
      words.set(words.size() - 1, Objects.requireNonNull(words.get(0)));
      swapped.append(String.join(line.contains(",") ? "," : " ", words)).append('\n');
    }
    return swapped.toString();
  }
}
