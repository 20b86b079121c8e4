package io.plumbline.cli;

import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.TlsChannelCredentials;
import io.plumbline.client.EnvironmentClient;
import io.plumbline.client.Retry;
import io.plumbline.graders.input.InputFile;
import io.plumbline.graders.input.InputFileException;
import io.plumbline.graders.tasks.TaskCatalogue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which server a command calls, and as whom. */
final class ServerOptions {
  private static final long MAX_BYTES = 1 << 16;

  @Option(
      names = "--server",
      paramLabel = "HOST:PORT",
      description =
          "the environment server; waited for when it is away. Without it one within this process")
  private @Nullable String server;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "the token to show the server, as plumbline token made it")
  private @Nullable Path tokenFile;

  @Option(
      names = "--server-authority",
      paramLabel = "FILE",
      description =
          "the server's certificate, or its authority's, in PEM: encrypts; without it nothing does")
  private @Nullable Path authority;

  /** Where the server is; empty for one within this process. */
  Optional<String> address() {
    return Optional.ofNullable(server);
  }

  /**
   * A workbench over the server, or over one within this process.
   *
   * @param progress takes a line for each wait for the server
   */
  Workbench workbench(TaskCatalogue catalogue, Consumer<String> progress)
      throws IOException, InterruptedException {
    return server == null
        ? Workbench.inProcess(catalogue)
        : Workbench.at(connect(server), catalogue, progress);
  }

  /** A client of the server, which has to be named and there. */
  EnvironmentClient client() {
    if (server == null) {
      throw new UserError("server: absent (expected: host:port, such as 127.0.0.1:50051)");
    }
    return connect(server).withRetry(Retry.NONE);
  }

  private EnvironmentClient connect(String address) {
    return connect("server", address, authority, token("token-file", tokenFile));
  }

  /**
   * A client of the server at {@code address}.
   *
   * @param option that named it, for the message where it cannot be one
   */
  static EnvironmentClient connect(
      String option, String address, @Nullable Path authority, Optional<String> token) {
    ChannelCredentials credentials = credentials(authority);
    try {
      return EnvironmentClient.connect(address, credentials, token);
    } catch (IllegalArgumentException e) {
      if (String.valueOf(e.getMessage()).startsWith("target")) {
        throw new UserError(
            option + ": \"" + address + "\" (expected: host:port, such as 127.0.0.1:50051)");
      }
      throw new UserError(e);
    }
  }

  /** The token in the file that {@code option} named, if it did. */
  static Optional<String> token(String option, @Nullable Path file) {
    try {
      return file == null ? Optional.empty() : Optional.of(InputFile.text(file, MAX_BYTES).strip());
    } catch (InputFileException e) {
      throw new UserError(option + ": " + e.getMessage());
    }
  }

  private static ChannelCredentials credentials(@Nullable Path authority) {
    if (authority == null) {
      return InsecureChannelCredentials.create();
    }
    try {
      return TlsChannelCredentials.newBuilder().trustManager(authority.toFile()).build();
    } catch (IOException | IllegalArgumentException e) {
      throw new UserError("server-authority: " + authority + " (expected: a certificate in PEM)");
    }
  }
}
