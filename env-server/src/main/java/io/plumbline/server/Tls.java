package io.plumbline.server;

import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Encryption of what a server sends and receives.
 *
 * @param certificate PEM file of the server's certificate, with what leads to its authority
 * @param key PEM file of its private key, PKCS #8
 * @param clientAuthority PEM file of the authority whose certificates callers must show; without it
 *     they need none
 */
public record Tls(Path certificate, Path key, Optional<Path> clientAuthority) {

  /**
   * Reads the files.
   *
   * @throws IOException if one cannot be used; names it
   */
  ServerCredentials credentials() throws IOException {
    readable("tls_certificate", certificate);
    readable("tls_key", key);
    TlsServerCredentials.Builder builder = TlsServerCredentials.newBuilder();
    try {
      builder.keyManager(certificate.toFile(), key.toFile());
      if (clientAuthority.isPresent()) {
        readable("tls_client_authority", clientAuthority.get());
        builder
            .trustManager(clientAuthority.get().toFile())
            .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE);
      }
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "tls: " + certificate + " and its key cannot be used (expected: PEM files)", e);
    }
    return builder.build();
  }

  private static void readable(String field, Path file) throws IOException {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new IOException(field + ": " + file + " (expected: a PEM file that can be read)");
    }
  }
}
