package io.plumbline.server;

import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who may call a server. */
public final class Access {
  private static final int MAX_CREDENTIALS = 1000;
  private static final Access LOCAL = new Access(List.of());

  @SuppressWarnings("ArrayRecordComponent") // read here alone
  private record Entry(byte[] hash, Principal principal) {}

  private final List<Entry> entries;

  private Access(List<Entry> entries) {
    this.entries = entries;
  }

  /** Whoever reaches the server, as one principal: for loopback alone. */
  public static Access local() {
    return LOCAL;
  }

  /**
   * Whoever shows one of these tokens.
   *
   * @throws IllegalArgumentException if there are none, more than {@value #MAX_CREDENTIALS}, a
   *     token twice, or two roles of one name
   */
  public static Access of(List<Credential> credentials) {
    if (credentials.isEmpty() || credentials.size() > MAX_CREDENTIALS) {
      throw new IllegalArgumentException(
          "credentials: " + credentials.size() + " (expected: 1 to " + MAX_CREDENTIALS + ")");
    }
    Map<String, Role> roles = new HashMap<>();
    Map<String, String> holders = new HashMap<>();
    for (Credential each : credentials) {
      Role role = roles.putIfAbsent(each.name(), each.role());
      if (role != null && role != each.role()) {
        throw new IllegalArgumentException(
            "role: of "
                + each.name()
                + ", "
                + role.label()
                + " and "
                + each.role().label()
                + " (expected: one role for each name)");
      }
      String holder = holders.putIfAbsent(each.tokenSha256(), each.name());
      if (holder != null) {
        throw new IllegalArgumentException(
            "token_sha256: of "
                + each.name()
                + ", that of "
                + holder
                + " (expected: one of its own)");
      }
    }
    return new Access(
        credentials.stream()
            .map(
                each ->
                    new Entry(
                        HexFormat.of().parseHex(each.tokenSha256()),
                        new Principal(each.name(), each.role())))
            .toList());
  }

  boolean isLocal() {
    return entries.isEmpty();
  }

  /** The holder of a token; looks at every entry, whichever it is, and at all of each. */
  Optional<Principal> holder(String token) {
    byte[] hash = Credential.hash(token);
    Optional<Principal> holder = Optional.empty();
    for (Entry entry : entries) {
      if (MessageDigest.isEqual(entry.hash, hash)) {
        holder = Optional.of(entry.principal);
      }
    }
    return holder;
  }
}
