package io.plumbline.client;

import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;

/** The header by which a caller shows who it is. */
final class Bearer {
  private static final Metadata.Key<String> HEADER =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private Bearer() {}

  /** Adds it to every call. */
  static ClientInterceptor of(String token) {
    if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c <= '~')) {
      // Says nothing of the value: it is a secret.
      throw new IllegalArgumentException(
          "token: " + token.length() + " characters (expected: printable ASCII without blanks)");
    }
    Metadata headers = new Metadata();
    headers.put(HEADER, "Bearer " + token);
    return MetadataUtils.newAttachHeadersInterceptor(headers);
  }
}
