package io.plumbline.server;

import io.plumbline.graders.Profile;
import io.plumbline.graders.RewardRule;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * One attempt's state: all that a step needs, fixed at Reset. The task's id names environment,
 * split and seed; its hash pins what it was.
 *
 * @param principal who reset; nobody else may step
 * @param taskId {@code environment/split/key}
 * @param taskHash the task's content hash
 * @param graderVersion the rubric's version
 * @param profile which rules grade
 * @param rewardRule by which rule the grade pays
 * @param attempt number within the group, from 0
 * @param turn steps taken so far
 * @param tokenBudget most tokens of an action; 0 for no budget
 * @param evidence whether steps say what deductions stand on
 * @param expiresAt seconds since the epoch
 */
record Handle(
    String principal,
    String taskId,
    String taskHash,
    String graderVersion,
    Profile profile,
    RewardRule rewardRule,
    int attempt,
    int turn,
    int tokenBudget,
    boolean evidence,
    long expiresAt) {

  /** Steps that end an episode: these environments grade one output. */
  private static final int TURNS = 1;

  boolean isFinal() {
    return turn >= TURNS;
  }

  /** The state after a step. */
  Handle next() {
    return new Handle(
        principal,
        taskId,
        taskHash,
        graderVersion,
        profile,
        rewardRule,
        attempt,
        turn + 1,
        tokenBudget,
        evidence,
        expiresAt);
  }

  void writeTo(ByteArrayOutputStream bytes) {
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeUTF(principal);
      out.writeUTF(taskId);
      out.writeUTF(taskHash);
      out.writeUTF(graderVersion);
      out.writeUTF(profile.label());
      out.writeUTF(rewardRule.label());
      out.writeInt(attempt);
      out.writeByte(turn);
      out.writeInt(tokenBudget);
      out.writeBoolean(evidence);
      out.writeLong(expiresAt);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
  }

  /** Reads what {@link #writeTo} wrote; only ever called on bytes that were verified. */
  static Handle read(byte[] bytes, int from, int length) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, from, length))) {
      return new Handle(
          in.readUTF(),
          in.readUTF(),
          in.readUTF(),
          in.readUTF(),
          Profile.named(in.readUTF()).orElseThrow(),
          RewardRule.named(in.readUTF()).orElseThrow(),
          in.readInt(),
          in.readByte(),
          in.readInt(),
          in.readBoolean(),
          in.readLong());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
