package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.server.Access;
import io.plumbline.server.Credential;
import io.plumbline.server.Quota;
import io.plumbline.server.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessFileTest {
  private static final String HASH = "0a".repeat(32);

  @TempDir Path folder;

  private Access read(String content) throws IOException {
    return AccessFile.read(Files.writeString(folder.resolve("access"), content));
  }

  private void refused(String content, String message) {
    assertThatThrownBy(() -> read(content))
        .isInstanceOf(UserError.class)
        .hasMessage("access-file: " + folder.resolve("access") + message);
  }

  @Test
  void itsOwnLinesCommentsAndBlanksAreRead() throws IOException {
    String line = AccessFile.line(new Credential("team-a", Role.TRAINER, HASH, Quota.UNLIMITED));
    assertThat(line).isEqualTo("team-a trainer " + HASH);
    assertThat(read("# who may call\n\n  " + line + "\r\none\tagent  " + "1b".repeat(32)))
        .isNotNull();
  }

  @Test
  void limitsStandBehindTheHash() throws IOException {
    String line =
        AccessFile.line(new Credential("team-a", Role.TRAINER, HASH, new Quota(64, 0, 1000000000)));
    assertThat(line)
        .isEqualTo("team-a trainer " + HASH + " calls_in_flight=64 bytes_per_second=1000000000");
    assertThat(read(line)).isNotNull();
    String expected =
        " (expected: each once, calls_in_flight=N or requests_per_second=N or bytes_per_second=N,"
            + " N at most 1000000000)";
    String start = "a agent " + HASH;
    refused(start + " rate=1", ":1: limit: \"rate=1\"" + expected);
    refused(start + " calls_in_flight=", ":1: limit: \"calls_in_flight=\"" + expected);
    refused(
        start + " bytes_per_second=1000000001",
        ":1: limit: \"bytes_per_second=1000000001\"" + expected);
    refused(
        start + " calls_in_flight=1 calls_in_flight=2",
        ":1: limit: \"calls_in_flight=2\"" + expected);
  }

  @Test
  void aBadLineIsNamed() {
    refused("\na agent", ":2: 2 words (expected: NAME ROLE SHA256-OF-TOKEN, and limits)");
    refused("a boss " + HASH, ":1: role: \"boss\" (expected: agent or trainer or admin)");
    refused("a agent secret", ":1: token_sha256: of a (expected: 64 hex digits in lower case)");
    refused("# nobody\n", ": credentials: 0 (expected: 1 to 1000)");
    assertThatThrownBy(() -> AccessFile.read(folder))
        .hasMessage("access-file: " + folder + " (expected: a file, not a folder)");
  }
}
