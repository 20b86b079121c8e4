package io.plumbline.benchmarks.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.plumbline.benchmarks.hostile.Peer.CallEnd;
import io.plumbline.env.v1.StepRequest;
import io.plumbline.graders.tasks.SplitMix64;
import io.plumbline.server.EnvironmentServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("once")
class HostileTest {
  private final Tally tally = new Tally();
  private final Verdict verdict = new Verdict(tally);

  @Test
  void aServerOutlastsWhatStrangersSend() throws Exception {
    StringWriter out = new StringWriter();
    boolean passed = new Hostile(10_000, 7, new PrintWriter(out)).run();
    assertThat(passed).as(out.toString()).isTrue();
    assertThat(out.toString())
        .contains("frames: ", "messages: nested", "handles: another server's")
        .contains(" replies as before", ", 0 faults");
  }

  @Test
  void floodsAreTurnedAway() throws Exception {
    List<BrokenFrames> floods =
        List.of(
            BrokenFrames.CONTINUATION_FLOOD,
            BrokenFrames.SETTINGS_FLOOD,
            BrokenFrames.PING_FLOOD,
            BrokenFrames.RAPID_RESET);
    byte[] step = StepRequest.getDefaultInstance().toByteArray();
    try (EnvironmentServer server = EnvironmentServer.start(TargetProcess.config(), 0)) {
      for (BrokenFrames flood : floods) {
        Frames out = new Frames();
        flood.write(out, new SplitMix64(3), step);
        try (Peer peer = new Peer(server.port(), 30_000)) {
          peer.send(out.toBytes());
          assertThat(peer.finish()).as(flood.label()).isEqualTo(Peer.End.CLOSED);
          assertThat(peer.isTurnedAway()).as(flood.label()).isTrue();
        }
      }
    }
  }

  @Test
  void refusalsOfTheContractPass() {
    verdict.refused("x", Status.UNAUTHENTICATED.withDescription("handle: cut (expected: one)"));
    verdict.mayPass("x", Status.OK, 1);
    verdict.framing("x", new CallEnd("200", "13", "reserved bits not zero"));
    verdict.framing("x", new CallEnd("431", "", ""));
    assertThat(tally.faults()).isEmpty();
    assertThat(tally.sent()).isEqualTo(2);
  }

  @Test
  void whatAServerMustNotSayIsAFault() {
    verdict.refused("forged", Status.OK);
    verdict.refused("forged", Status.UNKNOWN.withDescription("x: y (expected: z)"));
    verdict.mayPass("broken", Status.INTERNAL.withDescription("internal error"), 1);
    verdict.mayPass("broken", Status.INVALID_ARGUMENT, 1);
    verdict.framing("frames", new CallEnd("200", "2", "Application error"));
    verdict.framing("frames", new CallEnd("200", "13", ""));
    assertThat(tally.faultCount()).isEqualTo(6);
    assertThat(tally.faults()).contains("forged: accepted");
  }
}
