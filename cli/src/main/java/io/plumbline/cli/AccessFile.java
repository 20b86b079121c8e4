package io.plumbline.cli;

import io.plumbline.graders.input.InputFile;
import io.plumbline.graders.input.InputFileException;
import io.plumbline.server.Access;
import io.plumbline.server.Credential;
import io.plumbline.server.Role;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A file with those who may call, each a line {@code NAME ROLE SHA256-OF-TOKEN}, as {@code
 * plumbline token} prints it. Blank lines and lines that start with {@code #} are passed over.
 */
final class AccessFile {
  private static final long MAX_BYTES = 1 << 20;

  private AccessFile() {}

  /** The line of a credential. */
  static String line(Credential credential) {
    return credential.name() + " " + credential.role().label() + " " + credential.tokenSha256();
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
    if (parts.size() != 3) {
      throw new IllegalArgumentException(
          parts.size() + " words (expected: NAME ROLE SHA256-OF-TOKEN)");
    }
    return new Credential(parts.get(0), role(parts.get(1)), parts.get(2));
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
