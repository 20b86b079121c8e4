package io.plumbline.graders.tasks;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A split that has a task for every seed.
 *
 * <p>For candidate 0, 1, 2 … of a seed, HMAC-SHA-256 of environment, split, seed and candidate
 * (keyed by the salt's SHA-256) starts a {@link SplitMix64}, which draws a document. The first
 * document whose own SHA-256 falls into this split's buckets is the task's: two splits of disjoint
 * buckets cannot share a document, whatever their seeds and salts.
 *
 * @param environment whose tasks these are
 * @param name of the split, within the environment
 * @param open whether its references may be known
 * @param salt empty for a split that may be known
 * @param draw draws a task from random numbers
 * @param bucket the first of its buckets, of {@link #BUCKETS}
 * @param width how many buckets it has
 */
public record GeneratedSplit(
    String environment,
    String name,
    boolean open,
    String salt,
    Function<SplitMix64, ? extends TaskDraft> draw,
    int bucket,
    int width)
    implements TaskSplit {
  /** Every document falls into one of these many. */
  public static final int BUCKETS = 20;

  private static final Pattern SEED = Pattern.compile("0|[1-9][0-9]{0,18}");

  @Override
  public OptionalLong size() {
    return OptionalLong.empty();
  }

  @Override
  public Task task(long seed) {
    if (seed < 0) {
      throw new IllegalArgumentException("seed: " + seed + " (expected: at least 0)");
    }
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      Mac mac = Mac.getInstance("HmacSHA256");
      byte[] key = sha256.digest(salt.getBytes(StandardCharsets.UTF_8));
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      for (long candidate = 0; ; candidate++) {
        String stream = environment + "/" + name + "/" + seed + "/" + candidate;
        byte[] state = mac.doFinal(stream.getBytes(StandardCharsets.UTF_8));
        TaskDraft draft = draw.apply(new SplitMix64(ByteBuffer.wrap(state).getLong()));
        byte[] hash = sha256.digest(draft.input().getBytes(StandardCharsets.UTF_8));
        int found = Integer.remainderUnsigned(ByteBuffer.wrap(hash).getInt(), BUCKETS);
        if (found >= bucket && found < bucket + width) {
          return draft.task(environment + "/" + name + "/" + seed, name, seed);
        }
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every JDK has both algorithms
    }
  }

  /** A seed has one spelling, so that a task has one id. */
  @Override
  public Optional<Task> byKey(String key) {
    if (!SEED.matcher(key).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(task(Long.parseLong(key)));
    } catch (NumberFormatException e) {
      return Optional.empty(); // more than a long holds
    }
  }

  /** Not the salt. */
  @Override
  public String toString() {
    return environment + "/" + name;
  }
}
