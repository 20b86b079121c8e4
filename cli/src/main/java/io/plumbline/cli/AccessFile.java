package io.plumbline.cli;

import io.plumbline.graders.input.InputFile;
import io.plumbline.graders.input.InputFileException;
import io.plumbline.server.Access;
import io.plumbline.server.Credential;
import io.plumbline.server.Quota;
import io.plumbline.server.Role;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A file with those who may call, each a line {@code NAME ROLE SHA256-OF-TOKEN} and what they may
 * take, such as {@code calls_in_flight=64 requests_per_second=2000 bytes_per_second=8000000}; a
 * limit that is not there is none. {@code plumbline token} prints such lines. Blank ones and those
 * that start with {@code #} are passed over.
 */
final class AccessFile {
  private static final long MAX_BYTES = 1 << 20;

  private static final Pattern LIMIT =
      Pattern.compile("(calls_in_flight|requests_per_second|bytes_per_second)=([0-9]{1,9}|10{9})");

  private AccessFile() {}

  /** The line of a credential. */
  static String line(Credential credential) {
    String line =
        credential.name() + " " + credential.role().label() + " " + credential.tokenSha256();
    return credential.quota().equals(Quota.UNLIMITED) ? line : line + " " + credential.quota();
  }

  static Access read(Path file) {
    List<Credential> credentials = new ArrayList<>();
    int number = 0;
    try {
      for (String line : InputFile.text(file, MAX_BYTES).lines().map(String::strip).toList()) {
        number++;
        if (!line.isEmpty() && !line.startsWith("#")) {
          credentials.add(credential(line));
        }
      }
      number = 0;
      return Access.of(credentials);
    } catch (InputFileException e) {
      throw new UserError("access-file: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new UserError(
          "access-file: " + file + (number == 0 ? "" : ":" + number) + ": " + e.getMessage());
    }
  }

  private static Credential credential(String line) {
    List<String> parts = Arrays.asList(line.split("\\s+", -1));
    if (parts.size() < 3) {
      throw new IllegalArgumentException(
          parts.size() + " words (expected: NAME ROLE SHA256-OF-TOKEN, and limits)");
    }
    return new Credential(
        parts.get(0), role(parts.get(1)), parts.get(2), quota(parts.subList(3, parts.size())));
  }

  private static Quota quota(List<String> words) {
    Map<String, Long> limits = new HashMap<>();
    for (String word : words) {
      Matcher limit = LIMIT.matcher(word);
      if (!limit.matches() || limits.put(limit.group(1), Long.parseLong(limit.group(2))) != null) {
        throw new IllegalArgumentException(
            "limit: \""
                + word
                + "\" (expected: each once, calls_in_flight=N or requests_per_second=N or"
                + " bytes_per_second=N, N at most 1000000000)");
      }
    }
    return new Quota(
        Math.toIntExact(limits.getOrDefault("calls_in_flight", 0L)),
        limits.getOrDefault("requests_per_second", 0L),
        limits.getOrDefault("bytes_per_second", 0L));
  }

  /** The role of a label that a user wrote. */
  static Role role(String label) {
    return Role.named(label)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "role: \""
                        + label
                        + "\" (expected: "
                        + Arrays.stream(Role.values())
                            .map(Role::label)
                            .collect(Collectors.joining(" or "))
                        + ")"));
  }
}
