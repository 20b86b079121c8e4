package io.plumbline.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ChannelCredentials;
import io.grpc.TlsChannelCredentials;
import io.plumbline.client.EnvironmentClient;
import io.plumbline.client.EnvironmentException;
import io.plumbline.client.Retry;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encryption, with certificates that the JDK makes for the test. */
class TlsTest {
  private static final String PASSWORD = "changeit";

  @TempDir static Path folder;

  /** A certificate that vouches for itself, and its key. */
  private record Pair(String name, Path certificate, Path key) {

    static Pair make(String name) throws Exception {
      List<String> command =
          List.of(
              Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
              "-genkeypair",
              "-alias",
              name,
              "-keyalg",
              "EC",
              "-validity",
              "2",
              "-dname",
              "CN=" + name,
              "-ext",
              "san=ip:127.0.0.1",
              "-storetype",
              "PKCS12",
              "-keystore",
              folder.resolve(name + ".p12").toString(),
              "-storepass",
              PASSWORD);
      Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(keytool.waitFor()).as(said).isZero();
      KeyStore keys = TlsTest.store(name);
      return new Pair(
          name,
          pem(name + ".crt", "CERTIFICATE", keys.getCertificate(name).getEncoded()),
          pem(
              name + ".key",
              "PRIVATE KEY",
              keys.getKey(name, PASSWORD.toCharArray()).getEncoded()));
    }

    private static Path pem(String file, String what, byte[] content) throws IOException {
      String lines = Base64.getMimeEncoder().encodeToString(content);
      return Files.writeString(
          folder.resolve(file),
          "-----BEGIN " + what + "-----\n" + lines + "\n-----END " + what + "-----\n");
    }
  }

  /** The key and certificate of this name; trusted where it is for trust. */
  private static KeyStore store(String name) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve(name + ".p12"))) {
      keys.load(in, PASSWORD.toCharArray());
    }
    keys.setCertificateEntry(name + "-trusted", keys.getCertificate(name));
    return keys;
  }

  private static Pair server;
  private static Pair client;
  private static Pair stranger;

  @BeforeAll
  static void makeCertificates() throws Exception {
    server = Pair.make("server");
    client = Pair.make("client");
    stranger = Pair.make("stranger");
  }

  private static EnvironmentServer serve(Optional<Path> clientAuthority) throws IOException {
    Tls tls = new Tls(server.certificate, server.key, clientAuthority);
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return EnvironmentServer.start(
        TestServer.config(TestServer.KEY),
        new Exposure(
            address, Access.local(), Optional.of(tls), OptionalInt.empty(), OptionalInt.of(0)));
  }

  private static String version(EnvironmentServer server, ChannelCredentials credentials) {
    try (EnvironmentClient client =
        EnvironmentClient.connect("127.0.0.1:" + server.port(), credentials, Optional.empty())) {
      return client.withRetry(Retry.NONE).listEnvironments().getServerVersion();
    }
  }

  private static TlsChannelCredentials.Builder trusting(Pair pair) throws IOException {
    return TlsChannelCredentials.newBuilder().trustManager(pair.certificate.toFile());
  }

  @Test
  void aServerIsReachedByThoseWhoTrustItAndNobodyElse() throws Exception {
    try (EnvironmentServer running = serve(Optional.empty())) {
      assertThat(version(running, trusting(server).build())).isEqualTo("test");
      ChannelCredentials distrusting = trusting(stranger).build();
      assertThatThrownBy(() -> version(running, distrusting))
          .isInstanceOf(EnvironmentException.class)
          .hasMessageStartingWith("UNAVAILABLE");
      try (EnvironmentClient open = EnvironmentClient.connect("127.0.0.1:" + running.port())) {
        assertThatThrownBy(() -> open.withRetry(Retry.NONE).listEnvironments())
            .isInstanceOf(EnvironmentException.class);
      }
    }
  }

  @Test
  void callersMustShowACertificateWhereOneIsAskedFor() throws Exception {
    try (EnvironmentServer running = serve(Optional.of(client.certificate))) {
      ChannelCredentials known =
          trusting(server).keyManager(client.certificate.toFile(), client.key.toFile()).build();
      assertThat(version(running, known)).isEqualTo("test");
      ChannelCredentials none = trusting(server).build();
      assertThatThrownBy(() -> version(running, none)).isInstanceOf(EnvironmentException.class);
      ChannelCredentials unknown =
          trusting(server).keyManager(stranger.certificate.toFile(), stranger.key.toFile()).build();
      assertThatThrownBy(() -> version(running, unknown)).isInstanceOf(EnvironmentException.class);
    }
  }

  @Test
  void whatOpenEnvsClientsAreToldIsEncryptedToo() throws Exception {
    try (EnvironmentServer running = serve(Optional.of(client.certificate))) {
      int port = running.openenvPort().orElseThrow();
      assertThat(health(port, server, Optional.of(client))).contains("HTTP/1.1 200 OK", "healthy");
      assertThatThrownBy(() -> health(port, stranger, Optional.of(client)))
          .isInstanceOf(SSLException.class);
      assertThatThrownBy(() -> health(port, server, Optional.of(stranger)))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> health(port, server, Optional.empty()))
          .isInstanceOf(IOException.class);
      try (Socket open = new Socket(InetAddress.getLoopbackAddress(), port)) {
        open.getOutputStream().write("GET /health HTTP/1.1\r\n\r\n".getBytes(US_ASCII));
        assertThat(new String(open.getInputStream().readAllBytes(), ISO_8859_1))
            .doesNotContain("HTTP");
      }
    }
  }

  /** What {@code /health} says to who shows this certificate and trusts that one. */
  private static String health(int port, Pair trusted, Optional<Pair> shown) throws Exception {
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store(trusted.name));
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    if (shown.isPresent()) {
      keys.init(store(shown.get().name), PASSWORD.toCharArray());
    } else {
      keys.init(null, null);
    }
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    try (Socket socket =
        context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write("GET /health HTTP/1.1\r\n\r\n".getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }

  @Test
  void filesThatCannotBeUsedAreNamed() throws Exception {
    Path gone = folder.resolve("gone");
    assertThatThrownBy(() -> start(new Tls(gone, server.key, Optional.empty())))
        .isInstanceOf(IOException.class)
        .hasMessage("tls_certificate: " + gone + " (expected: a PEM file that can be read)");
    assertThatThrownBy(() -> start(new Tls(server.certificate, folder, Optional.empty())))
        .hasMessage("tls_key: " + folder + " (expected: a PEM file that can be read)");
    assertThatThrownBy(() -> start(new Tls(server.certificate, server.key, Optional.of(gone))))
        .hasMessage("tls_client_authority: " + gone + " (expected: a PEM file that can be read)");
    Path prose = Files.writeString(folder.resolve("prose"), "no certificate\n");
    assertThatThrownBy(() -> start(new Tls(prose, server.key, Optional.empty())))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("tls: ");
  }

  private static void start(Tls tls) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    Exposure exposure =
        new Exposure(address, Access.local(), Optional.of(tls), OptionalInt.empty());
    EnvironmentServer.start(TestServer.config(TestServer.KEY), exposure).close();
  }

  @Test
  void beyondLoopbackTokensAndEncryptionAreNeeded() {
    InetSocketAddress wide = new InetSocketAddress("0.0.0.0", 0);
    Tls tls = new Tls(server.certificate, server.key, Optional.empty());
    Access tokens =
        Access.of(List.of(new Credential("one", Role.AGENT, "0a".repeat(32), Quota.UNLIMITED)));
    assertThatThrownBy(
            () -> new Exposure(wide, Access.local(), Optional.of(tls), OptionalInt.empty()))
        .hasMessage("host: 0.0.0.0 without tokens (expected: loopback, or an access file)");
    assertThatThrownBy(() -> new Exposure(wide, tokens, Optional.empty(), OptionalInt.empty()))
        .hasMessage("host: 0.0.0.0 without encryption (expected: loopback, or a TLS certificate)");
    assertThat(new Exposure(wide, tokens, Optional.of(tls), OptionalInt.empty()).access())
        .isEqualTo(tokens);
    InetSocketAddress nowhere = InetSocketAddress.createUnresolved("nowhere", 1);
    assertThatThrownBy(() -> new Exposure(nowhere, tokens, Optional.of(tls), OptionalInt.empty()))
        .hasMessage("host: \"nowhere\" (expected: an address of this machine)");
  }
}
