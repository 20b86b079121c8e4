package io.plumbline.server.journal;

import com.google.protobuf.ByteString;
import io.plumbline.journal.v1.StepRecord;

/** A graded step on its way into a journal; costs no more than a few references until then. */
public interface GradedStep {
  /** The branch: 16 bytes that are the same for the same handle and action, and for no other. */
  ByteString id();

  /** About how much memory it holds on to, in bytes. */
  int bytes();

  /** Everything but sequence and time. Called on the journal's own thread, once. */
  StepRecord.Builder record();
}
