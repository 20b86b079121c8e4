package io.plumbline.server;

import com.google.protobuf.ByteString;
import io.plumbline.graders.Profile;
import io.plumbline.graders.RewardRule;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

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

  /** How far before its end a state has its turn, a byte. */
  static final int TURN_FROM_END = 1 + Integer.BYTES + 1 + Long.BYTES;

  /** Names what the attempts of one Reset share, all turns of them. */
  ByteString groupId() {
    Handle shared =
        new Handle(
            principal,
            taskId,
            taskHash,
            graderVersion,
            profile,
            rewardRule,
            0,
            0,
            tokenBudget,
            evidence,
            expiresAt);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(320);
    shared.writeTo(bytes);
    return Messages.shortHash(bytes.toByteArray());
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
    ByteBuffer in = ByteBuffer.wrap(bytes, from, length);
    return new Handle(
        text(bytes, in),
        text(bytes, in),
        text(bytes, in),
        text(bytes, in),
        Profile.named(text(bytes, in)).orElseThrow(),
        RewardRule.named(text(bytes, in)).orElseThrow(),
        in.getInt(),
        in.get(),
        in.getInt(),
        in.get() != 0,
        in.getLong());
  }

  private static String text(byte[] bytes, ByteBuffer in) {
    int start = in.position();
    int length = Short.toUnsignedInt(in.getShort());
    in.position(start + Short.BYTES + length);
    String text = new String(bytes, start + Short.BYTES, length, StandardCharsets.UTF_8);
    // Of writeUTF's own characters, NUL and those beyond the basic plane, UTF-8 makes replacements.
    return text.indexOf('\ufffd') < 0 ? text : modifiedUtf8(bytes, start, length);
  }

  private static String modifiedUtf8(byte[] bytes, int start, int length) {
    var in = new ByteArrayInputStream(bytes, start, Short.BYTES + length);
    try (DataInputStream data = new DataInputStream(in)) {
      return data.readUTF();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
  }
}
