package io.plumbline.judges;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** SHA-256 over length-prefixed UTF-8, so that no two lists of texts read alike. */
final class Fingerprint {

  private Fingerprint() {}

  /** In hex, 64 digits. */
  static String of(List<String> texts) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
    for (String text : texts) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      int n = bytes.length;
      digest.update(new byte[] {(byte) (n >>> 24), (byte) (n >>> 16), (byte) (n >>> 8), (byte) n});
      digest.update(bytes);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The first 12 digits: enough to tell versions apart. */
  static String brief(List<String> texts) {
    return of(texts).substring(0, 12);
  }
}
