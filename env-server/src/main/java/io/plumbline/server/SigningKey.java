package io.plumbline.server;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A {@link HandleKey} made ready to sign, and the header by which its handles are known. */
final class SigningKey {
  static final int MAC_BYTES = 32;

  private static final byte FORMAT = 1;
  private static final int ID_BYTES = 4;
  static final int HEADER_BYTES = 1 + ID_BYTES;

  private final Mac prototype;
  private final byte[] header = new byte[HEADER_BYTES];

  SigningKey(HandleKey handleKey) {
    byte[] key = handleKey.bytes();
    try {
      prototype = Mac.getInstance("HmacSHA256");
      prototype.init(new SecretKeySpec(key, "HmacSHA256"));
      header[0] = FORMAT;
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(key);
      System.arraycopy(digest, 0, header, 1, ID_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every JDK has both
    }
  }

  /** What its handles begin with: format and key id. To be read only. */
  byte[] header() {
    return header;
  }

  /** Its id in hex: public, as every handle has it. */
  String name() {
    return HexFormat.of().formatHex(header, 1, HEADER_BYTES);
  }

  boolean isNamedIn(byte[] handle) {
    return Arrays.equals(handle, 0, HEADER_BYTES, header, 0, HEADER_BYTES);
  }

  /** The HMAC of the first {@code length} bytes. */
  byte[] mac(byte[] bytes, int length) {
    try {
      Mac mac = (Mac) prototype.clone();
      mac.update(bytes, 0, length);
      return mac.doFinal();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e); // the JDK's HmacSHA256 can be cloned
    }
  }
}
