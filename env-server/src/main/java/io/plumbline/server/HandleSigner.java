package io.plumbline.server;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Turns episode state into handles and back: {@code format (1 byte) | key id (4) | state | HMAC-
 * SHA-256 (32)}, the HMAC over everything before it. The state is signed, not hidden.
 */
final class HandleSigner {
  private static final byte FORMAT = 1;
  private static final int KEY_ID_BYTES = 4;
  private static final int HEADER_BYTES = 1 + KEY_ID_BYTES;
  private static final int MAC_BYTES = 32;
  private static final int MAX_BYTES = 4096;
  private static final String EXPECTED = "a handle from this server's Reset";

  private final Mac prototype;
  private final byte[] header;

  HandleSigner(HandleKey handleKey) {
    byte[] key = handleKey.bytes();
    try {
      prototype = Mac.getInstance("HmacSHA256");
      prototype.init(new SecretKeySpec(key, "HmacSHA256"));
      header = new byte[HEADER_BYTES];
      header[0] = FORMAT;
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(key);
      System.arraycopy(digest, 0, header, 1, KEY_ID_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every JDK has both
    }
  }

  ByteString sign(Handle handle) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(320);
    bytes.writeBytes(header);
    handle.writeTo(bytes);
    bytes.writeBytes(mac(bytes.toByteArray(), bytes.size()));
    return ByteString.copyFrom(bytes.toByteArray());
  }

  /**
   * The state that this server signed.
   *
   * @throws Refusal {@code UNAUTHENTICATED} for anything that it did not sign
   */
  Handle open(ByteString handle) {
    if (handle.isEmpty()) {
      throw Refusal.invalid("handle", "absent", EXPECTED);
    }
    int length = handle.size();
    if (length < HEADER_BYTES + MAC_BYTES || length > MAX_BYTES) {
      throw unauthenticated(length + " bytes");
    }
    byte[] bytes = handle.toByteArray();
    if (!Arrays.equals(bytes, 0, HEADER_BYTES, header, 0, HEADER_BYTES)) {
      throw unauthenticated("signed with a key that is not this server's");
    }
    int signed = length - MAC_BYTES;
    byte[] mac = Arrays.copyOfRange(bytes, signed, length);
    if (!MessageDigest.isEqual(mac, mac(bytes, signed))) {
      throw unauthenticated("not what was signed");
    }
    return Handle.read(bytes, HEADER_BYTES, signed - HEADER_BYTES);
  }

  /** The HMAC of the first {@code length} bytes. */
  private byte[] mac(byte[] bytes, int length) {
    try {
      Mac mac = (Mac) prototype.clone();
      mac.update(bytes, 0, length);
      return mac.doFinal();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e); // the JDK's HmacSHA256 can be cloned
    }
  }

  private static Refusal unauthenticated(String what) {
    return Refusal.of(Status.Code.UNAUTHENTICATED, "handle", what, EXPECTED);
  }
}
