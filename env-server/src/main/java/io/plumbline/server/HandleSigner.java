package io.plumbline.server;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.Status;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;

/**
 * Turns episode state into handles and back: {@code format (1 byte) | key id (4) | state | HMAC-
 * SHA-256 (32)}, the HMAC over everything before it. The state is signed, not hidden.
 */
final class HandleSigner {
  private static final int MAX_BYTES = 4096;
  private static final String EXPECTED = "a handle from this server's Reset";

  private volatile List<SigningKey> keys;

  /**
   * @param keys the first signs what is new; at least one
   */
  HandleSigner(List<HandleKey> keys) {
    this.keys = ready(keys);
  }

  private static List<SigningKey> ready(List<HandleKey> keys) {
    return keys.stream().map(SigningKey::new).toList();
  }

  /** Signs and accepts with these from now on. */
  void use(List<HandleKey> anew) {
    keys = ready(anew);
  }

  /**
   * A state and the key that signed it, which signs its next state, too: a reply has the same bytes
   * whichever key is the first by then.
   */
  record Opened(Handle state, SigningKey key) {}

  /** Signs a state that none came before. */
  ByteString sign(Handle handle) {
    return sign(handle, keys.get(0));
  }

  private static ByteString sign(Handle handle, SigningKey key) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(320);
    bytes.writeBytes(key.header());
    handle.writeTo(bytes);
    bytes.writeBytes(key.mac(bytes.toByteArray(), bytes.size()));
    return ByteString.copyFrom(bytes.toByteArray());
  }

  /**
   * What a step leaves of a handle: the same state a turn later, signed with the same key.
   *
   * @param key that signed it
   */
  ByteString next(ByteString handle, SigningKey key) {
    byte[] bytes = handle.toByteArray();
    int signed = bytes.length - SigningKey.MAC_BYTES;
    bytes[signed - Handle.TURN_FROM_END]++;
    System.arraycopy(key.mac(bytes, signed), 0, bytes, signed, SigningKey.MAC_BYTES);
    return UnsafeByteOperations.unsafeWrap(bytes); // nobody else has them
  }

  /**
   * The state that one of the keys signed.
   *
   * @throws Refusal {@code UNAUTHENTICATED} for anything that none did
   */
  Opened open(ByteString handle) {
    if (handle.isEmpty()) {
      throw Refusal.invalid("handle", "absent", EXPECTED);
    }
    int length = handle.size();
    if (length < SigningKey.HEADER_BYTES + SigningKey.MAC_BYTES || length > MAX_BYTES) {
      throw unauthenticated(length + " bytes");
    }
    byte[] bytes = handle.toByteArray();
    SigningKey key = keyOf(bytes);
    int signed = length - SigningKey.MAC_BYTES;
    byte[] mac = Arrays.copyOfRange(bytes, signed, length);
    if (!MessageDigest.isEqual(mac, key.mac(bytes, signed))) {
      throw unauthenticated("not what was signed");
    }
    int from = SigningKey.HEADER_BYTES;
    return new Opened(Handle.read(bytes, from, signed - from), key);
  }

  private SigningKey keyOf(byte[] handle) {
    for (SigningKey key : keys) {
      if (key.isNamedIn(handle)) {
        return key;
      }
    }
    throw unauthenticated("signed with a key that is not this server's");
  }

  private static Refusal unauthenticated(String what) {
    return Refusal.of(Status.Code.UNAUTHENTICATED, "handle", what, EXPECTED);
  }
}
