package io.plumbline.conformance;

import io.grpc.InsecureChannelCredentials;
import io.plumbline.client.EnvironmentClient;
import io.plumbline.graders.citation.CitationGround;
import io.plumbline.graders.revision.DocRevision;
import io.plumbline.graders.spreadsheet.SpreadsheetClean;
import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.server.Access;
import io.plumbline.server.Credential;
import io.plumbline.server.EnvironmentServer;
import io.plumbline.server.Exposure;
import io.plumbline.server.HandleKey;
import io.plumbline.server.Quota;
import io.plumbline.server.Role;
import io.plumbline.server.ServerConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Servers of the real environments. */
final class TestServers {

  private TestServers() {}

  static ServerConfig config() {
    return new ServerConfig(
        List.of(new SpreadsheetClean(), new DocRevision(), new CitationGround()),
        TaskCatalogue.bundled("a salt, which no case may depend on"),
        List.of(HandleKey.fresh()),
        ServerConfig.DEFAULT_TTL,
        "test");
  }

  /** On a free port, for the callers with their own name for a token. */
  static EnvironmentServer guarded() throws IOException {
    Access access =
        Access.of(
            List.of(
                Credential.ofToken("one", Role.TRAINER, "trainer", Quota.UNLIMITED),
                Credential.ofToken("two", Role.AGENT, "agent", Quota.UNLIMITED)));
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return EnvironmentServer.start(
        config(), new Exposure(address, access, Optional.empty(), OptionalInt.empty()));
  }

  /** A client for each caller. */
  static Map<Caller, EnvironmentClient> callers(EnvironmentServer guarded) {
    Map<Caller, EnvironmentClient> callers = new EnumMap<>(Caller.class);
    for (Caller caller : Caller.values()) {
      Optional<String> token =
          caller == Caller.NOBODY ? Optional.empty() : Optional.of(caller.label());
      callers.put(
          caller,
          EnvironmentClient.connect(
              "127.0.0.1:" + guarded.port(), InsecureChannelCredentials.create(), token));
    }
    return callers;
  }
}
