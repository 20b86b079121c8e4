package io.plumbline.benchmarks.load;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.plumbline.env.v1.EnvironmentServiceGrpc;
import io.plumbline.env.v1.GradeRequest;
import io.plumbline.env.v1.ResetRequest;
import io.plumbline.env.v1.StepRequest;
import io.plumbline.graders.tasks.SplitMix64;
import io.plumbline.graders.tasks.Task;
import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.graders.tasks.TaskSplit;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a server meets in a week: steps of every mode, some of them messy or long, resets of ever
 * other tasks, grades, and now and then what is no handle or no text. An answer is OK if it is what
 * was to be expected, a refusal included.
 */
final class MixedWire implements Wire {
  /** More tasks than the server keeps at hand. */
  private static final int RESETS = 8_000;

  private static final int LONG_BYTES = 96 << 10;
  private static final List<String> ENVIRONMENTS =
      List.of("spreadsheet_clean", "doc_revision", "citation_ground");

  private final List<Wire> turns = new ArrayList<>();

  MixedWire(Channel channel, Payload payload) {
    Wire unary = Mode.UNARY.wire(channel, payload);
    Wire stream = Mode.STREAM.wire(channel, payload);
    Wire batch = Mode.BATCH.wire(channel, payload);
    MethodDescriptor<StepRequest, ?> step = EnvironmentServiceGrpc.getStepMethod();
    Wire messy = calls(channel, step, messy(payload));
    Wire forged = new Expecting(calls(channel, step, forged(payload)), Status.Code.UNAUTHENTICATED);
    Wire garbled =
        new Expecting(calls(channel, step, garbled(payload)), Status.Code.INVALID_ARGUMENT);
    Wire resets = calls(channel, EnvironmentServiceGrpc.getResetMethod(), resets());
    Wire grades = calls(channel, EnvironmentServiceGrpc.getGradeMethod(), grades());
    for (int i = 0; i < 8; i++) {
      turns.addAll(List.of(unary, stream, unary, messy, unary, resets, stream, grades));
    }
    turns.addAll(List.of(batch, forged, unary, garbled));
  }

  private static <Q> Wire calls(Channel channel, MethodDescriptor<Q, ?> method, List<Q> requests) {
    return new CallWire<>(channel, method, requests, 1, reply -> Status.Code.OK);
  }

  private static List<StepRequest> messy(Payload payload) {
    SplitMix64 random = new SplitMix64(1);
    List<StepRequest> messy = new ArrayList<>();
    for (StepRequest step : payload.steps()) {
      String output = step.getAction().toStringUtf8();
      String text =
          switch (messy.size() % 4) {
            case 0 -> output.substring(0, random.below(output.length()));
            case 1 -> "Here it is:\n\n" + output.replace(",", " , ") + "\nNothing was dropped.";
            case 2 -> output.replace('1', random.chance(50) ? '"' : '\n');
            default -> output.repeat(LONG_BYTES / output.length());
          };
      messy.add(step.toBuilder().setAction(ByteString.copyFromUtf8(text)).build());
    }
    return messy;
  }

  private static List<StepRequest> forged(Payload payload) {
    List<StepRequest> forged = new ArrayList<>();
    for (StepRequest step : payload.steps()) {
      byte[] handle = step.getHandle().toByteArray();
      handle[handle.length - 1 - forged.size() % handle.length] ^= 1;
      forged.add(step.toBuilder().setHandle(ByteString.copyFrom(handle)).build());
    }
    return forged;
  }

  private static List<StepRequest> garbled(Payload payload) {
    ByteString latin = ByteString.copyFrom("caf\u00e9 ", StandardCharsets.ISO_8859_1);
    return payload.steps().stream()
        .map(step -> step.toBuilder().setAction(step.getAction().concat(latin)).build())
        .toList();
  }

  private static List<TaskSplit> openSplits() {
    List<TaskSplit> open = new ArrayList<>();
    TaskCatalogue catalogue = TaskCatalogue.bundled("");
    for (String environment : ENVIRONMENTS) {
      catalogue.splits(environment).stream().filter(TaskSplit::open).forEach(open::add);
    }
    return open;
  }

  private static List<ResetRequest> resets() {
    List<TaskSplit> splits = openSplits();
    List<ResetRequest> resets = new ArrayList<>();
    for (int i = 0; i < RESETS; i++) {
      TaskSplit split = splits.get(i % splits.size());
      resets.add(
          ResetRequest.newBuilder()
              .setEnvironment(split.environment())
              .setSplit(split.name())
              .setSeed(i)
              .setGroupSize(1 + i % 16)
              .setProfile("strict")
              .build());
    }
    return resets;
  }

  private static List<GradeRequest> grades() {
    List<GradeRequest> grades = new ArrayList<>();
    for (TaskSplit split : openSplits()) {
      Task task = split.task(0);
      String gold = task.reference().gold();
      grades.add(
          GradeRequest.newBuilder()
              .setTaskId(task.id())
              .setOutput(ByteString.copyFromUtf8(gold.isEmpty() ? task.input() : gold))
              .setProfile("strict")
              .setEvidence(true)
              .build());
    }
    return grades;
  }

  @Override
  public int items() {
    return 1;
  }

  @Override
  public void send(long number, Answer answer) {
    int turn = (int) (number % turns.size());
    turns.get(turn).send(number / turns.size() * 8 + turn, answer);
  }

  /** Takes one outcome for the right one. */
  private record Expecting(Wire wire, Status.Code expected) implements Wire {
    @Override
    public int items() {
      return wire.items();
    }

    @Override
    public void send(long number, Answer answer) {
      wire.send(
          number,
          code ->
              answer.came(
                  code == expected
                      ? Status.Code.OK
                      : code == Status.Code.OK ? Status.Code.UNKNOWN : code));
    }
  }
}
