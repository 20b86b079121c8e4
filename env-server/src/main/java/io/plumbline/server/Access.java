package io.plumbline.server;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

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
   *     token twice, or two roles or quotas of one name
   */
  public static Access of(List<Credential> credentials) {
    return of(credentials, System::nanoTime);
  }

  static Access of(List<Credential> credentials, LongSupplier nanoClock) {
    if (credentials.isEmpty() || credentials.size() > MAX_CREDENTIALS) {
      throw new IllegalArgumentException(
          "credentials: " + credentials.size() + " (expected: 1 to " + MAX_CREDENTIALS + ")");
    }
    // One principal for all tokens of a name: what is counted is counted over them all.
    Map<String, Principal> principals = new HashMap<>();
    Map<String, String> holders = new HashMap<>();
    List<Entry> entries = new ArrayList<>();
    for (Credential each : credentials) {
      String name = each.name();
      Principal principal =
          principals.computeIfAbsent(
              name, n -> new Principal(n, each.role(), new Meter(n, each.quota(), nanoClock)));
      requireOne("role", name, principal.role().label(), each.role().label());
      requireOne("quota", name, principal.meter().quota(), each.quota());
      String holder = holders.putIfAbsent(each.tokenSha256(), name);
      if (holder != null) {
        throw new IllegalArgumentException(
            "token_sha256: of " + name + ", that of " + holder + " (expected: one of its own)");
      }
      entries.add(new Entry(HexFormat.of().parseHex(each.tokenSha256()), principal));
    }
    return new Access(List.copyOf(entries));
  }

  private static void requireOne(String field, String name, Object one, Object other) {
    if (!one.equals(other)) {
      throw new IllegalArgumentException(
          field
              + ": of "
              + name
              + ", "
              + one
              + " and "
              + other
              + " (expected: one "
              + field
              + " for each name)");
    }
  }

  boolean isLocal() {
    return entries.isEmpty();
  }

  /** How many names there are. */
  int principals() {
    return (int) entries.stream().map(entry -> entry.principal.name()).distinct().count();
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
