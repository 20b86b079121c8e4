package io.plumbline.server;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;

/** A secret that signs handles. Replicas that share it serve each other's episodes. */
public final class HandleKey {
  /** The fewest bytes that a key may have. */
  public static final int MIN_BYTES = 32;

  private static final int MAX_KEYS = 8;

  private final byte[] bytes;

  /**
   * A key of these bytes.
   *
   * @throws IllegalArgumentException if they are fewer than {@link #MIN_BYTES}
   */
  public HandleKey(byte[] bytes) {
    if (bytes.length < MIN_BYTES) {
      throw new IllegalArgumentException(
          "handle_key: " + bytes.length + " bytes (expected: at least " + MIN_BYTES + ")");
    }
    this.bytes = bytes.clone();
  }

  /** A random key. */
  public static HandleKey fresh() {
    byte[] bytes = new byte[MIN_BYTES];
    new SecureRandom().nextBytes(bytes);
    return new HandleKey(bytes);
  }

  /**
   * A copy of these keys.
   *
   * @throws IllegalArgumentException unless they are 1 to {@value #MAX_KEYS} different ones
   */
  static List<HandleKey> different(List<HandleKey> keys) {
    long different = keys.stream().map(key -> ByteBuffer.wrap(key.bytes)).distinct().count();
    if (keys.isEmpty() || keys.size() > MAX_KEYS || different < keys.size()) {
      throw new IllegalArgumentException(
          "handle_keys: "
              + keys.size()
              + ", "
              + different
              + " different (expected: 1 to "
              + MAX_KEYS
              + " different ones)");
    }
    return List.copyOf(keys);
  }

  /** A copy of the key's bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Tells nothing of the key. */
  @Override
  public String toString() {
    return "HandleKey";
  }
}
