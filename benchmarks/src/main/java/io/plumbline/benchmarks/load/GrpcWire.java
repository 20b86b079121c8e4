package io.plumbline.benchmarks.load;

import io.grpc.ManagedChannel;
import io.plumbline.env.v1.DimensionGrade;
import io.plumbline.env.v1.Flag;
import io.plumbline.env.v1.StepResponse;
import io.plumbline.env.v1.StepResult;
import io.plumbline.graders.Profile;
import java.util.List;
import java.util.stream.Collectors;

/** Steps to any server of our contract, through a connection of its own. */
final class GrpcWire implements GradedWire {
  private final ManagedChannel channel;
  private final Payload payload;
  private final Wire wire;

  GrpcWire(int port, Mode mode, Profile profile) {
    channel = LoadedServer.channel(port);
    payload = Payload.from(channel, profile);
    wire = mode.wire(channel, payload);
  }

  @Override
  public int items() {
    return wire.items();
  }

  @Override
  public void send(long number, Answer answer) {
    wire.send(number, answer);
  }

  @Override
  public List<Graded> grades() {
    return payload.replies().getResultsList().stream()
        .map(StepResult::getResponse)
        .map(GrpcWire::graded)
        .toList();
  }

  private static Graded graded(StepResponse step) {
    return new Graded(
        step.getReward(),
        step.getGrade().getDimensionsList().stream()
            .collect(Collectors.toMap(DimensionGrade::getName, DimensionGrade::getValue)),
        step.getGrade().getFlagsList().stream().map(Flag::getName).toList());
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
