package io.plumbline.server;

import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
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
   * Reads the files, for gRPC.
   *
   * @throws IOException if one cannot be used; names it
   */
  ServerCredentials credentials() throws IOException {
    requireReadable();
    TlsServerCredentials.Builder builder = TlsServerCredentials.newBuilder();
    try {
      builder.keyManager(certificate.toFile(), key.toFile());
      if (clientAuthority.isPresent()) {
        builder
            .trustManager(clientAuthority.get().toFile())
            .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE);
      }
    } catch (IllegalArgumentException e) {
      throw unusable(e);
    }
    return builder.build();
  }

  /**
   * Reads the files, for HTTP/1.1.
   *
   * @throws IOException if one cannot be used; names it
   */
  SslContext context() throws IOException {
    requireReadable();
    try {
      SslContextBuilder builder = SslContextBuilder.forServer(certificate.toFile(), key.toFile());
      if (clientAuthority.isPresent()) {
        builder.trustManager(clientAuthority.get().toFile()).clientAuth(ClientAuth.REQUIRE);
      }
      return builder.build();
    } catch (IllegalArgumentException e) {
      throw unusable(e);
    }
  }

  private IOException unusable(IllegalArgumentException e) {
    return new IOException(
        "tls: " + certificate + " and its key cannot be used (expected: PEM files)", e);
  }

  private void requireReadable() throws IOException {
    readable("tls_certificate", certificate);
    readable("tls_key", key);
    if (clientAuthority.isPresent()) {
      readable("tls_client_authority", clientAuthority.get());
    }
  }

  private static void readable(String field, Path file) throws IOException {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new IOException(field + ": " + file + " (expected: a PEM file that can be read)");
    }
  }
}
