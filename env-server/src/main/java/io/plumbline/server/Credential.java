package io.plumbline.server;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Who may call. The token itself is kept nowhere.
 *
 * @param name the principal's, which its handles carry: 1 to 63 of {@code a-z 0-9 . _ -}
 * @param role what it may do
 * @param tokenSha256 SHA-256 of its token's bytes, in lower-case hex. A principal may have several
 *     tokens, so that a new one can take over
 * @param quota what it may take
 */
public record Credential(String name, Role role, String tokenSha256, Quota quota) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  public Credential {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "name: " + Refusal.quote(name) + " (expected: 1 to 63 of a-z, 0-9, \".\", \"_\", \"-\")");
    }
    if (!HASH.matcher(tokenSha256).matches()) {
      // Says nothing of the value: it may be the token by mistake.
      throw new IllegalArgumentException(
          "token_sha256: of " + name + " (expected: 64 hex digits in lower case)");
    }
  }

  /** Of who holds this token. */
  public static Credential ofToken(String name, Role role, String token, Quota quota) {
    return new Credential(name, role, HexFormat.of().formatHex(hash(token)), quota);
  }

  static byte[] hash(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
