package io.plumbline.benchmarks.hostile;

import io.grpc.Status;
import io.plumbline.benchmarks.hostile.Peer.CallEnd;
import java.util.Set;

/** Which refusals are as the contract says: its statuses, with what was wrong and what is not. */
final class Verdict {
  private static final Set<Status.Code> ALLOWED =
      Set.of(
          Status.Code.INVALID_ARGUMENT,
          Status.Code.NOT_FOUND,
          Status.Code.FAILED_PRECONDITION,
          Status.Code.UNAUTHENTICATED,
          Status.Code.PERMISSION_DENIED,
          Status.Code.RESOURCE_EXHAUSTED);

  private final Tally tally;

  Verdict(Tally tally) {
    this.tally = tally;
  }

  /** Something that must be refused. */
  void refused(String kind, Status status) {
    if (status.isOk()) {
      tally.fault(kind + ": accepted");
    }
    mayPass(kind, status, 1);
  }

  /** Something that may be in order after all. */
  void mayPass(String kind, Status status, int count) {
    tally.add(kind, status.getCode().name(), count);
    String message = String.valueOf(status.getDescription());
    if (!status.isOk()
        && !(ALLOWED.contains(status.getCode()) && message.contains("(expected: "))) {
      tally.fault(kind + ": " + status.getCode() + " " + message);
    }
  }

  /**
   * The end of a call whose frames were broken, which gRPC itself may end: its specification has
   * {@code INTERNAL} for a message that is compressed without saying how, and a status of HTTP for
   * what is no gRPC at all.
   */
  void framing(String kind, CallEnd end) {
    boolean http = end.grpc().isEmpty() && end.http().startsWith("4");
    int code = end.grpc().isEmpty() ? -1 : Integer.parseInt(end.grpc());
    boolean mute = end.message().isEmpty() && code != 0;
    if (!http && (code == Status.Code.UNKNOWN.value() || mute)) {
      tally.fault(kind + ": " + end);
    }
  }
}
