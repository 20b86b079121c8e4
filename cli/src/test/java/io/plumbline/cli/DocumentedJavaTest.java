package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.server.EnvironmentServer;
import io.plumbline.server.HandleKey;
import io.plumbline.server.ServerConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Java in documents is that of the example, or runs against a server. */
class DocumentedJavaTest {
  private static final String EXAMPLE = "docs/own-environment.md";

  @TempDir Path scratch;

  record Snippet(String document, String text) {
    @Override
    public String toString() {
      return document;
    }
  }

  private static Stream<Snippet> snippets() {
    return Markdown.all().stream()
        .flatMap(
            document ->
                document.fences().stream()
                    .filter(fence -> fence.language().equals("java"))
                    .map(fence -> new Snippet(document.toString(), fence.text())));
  }

  static Stream<Snippet> runnable() {
    return snippets().filter(snippet -> !snippet.document().equals(EXAMPLE));
  }

  @Test
  void whatIsShownOfTheExampleIsWhatItHas() throws IOException {
    StringBuilder example = new StringBuilder();
    Path folder = Markdown.ROOT.resolve("examples/own-environment/src");
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        example.append(Files.readString(file));
      }
    }
    List<Snippet> shown = snippets().filter(snippet -> snippet.document().equals(EXAMPLE)).toList();
    assertThat(shown).hasSizeGreaterThan(3);
    assertThat(shown).allSatisfy(snippet -> assertThat(example).contains(snippet.text()));
  }

  @ParameterizedTest
  @MethodSource("runnable")
  void snippetsRun(Snippet snippet) throws Exception {
    ServerConfig config =
        Assembly.config(Assembly.catalogue(), List.of(HandleKey.fresh()), ServerConfig.DEFAULT_TTL);
    try (EnvironmentServer server = EnvironmentServer.start(config, 0)) {
      compile(snippet.text().replace("127.0.0.1:50051", "127.0.0.1:" + server.port()));
      URL[] classes = {scratch.toUri().toURL()};
      try (URLClassLoader loader = new URLClassLoader(classes, getClass().getClassLoader())) {
        loader.loadClass("Snippet").getMethod("run").invoke(null);
      }
    }
  }

  /** As the body of a method, its imports before it. */
  private void compile(String text) throws IOException {
    String imports = lines(text, true);
    Path source =
        Files.writeString(
            scratch.resolve("Snippet.java"),
            imports
                + "public class Snippet {\n  public static void run() throws Exception {\n"
                + lines(text, false)
                + "  }\n}\n");
    OutputStream said = new ByteArrayOutputStream();
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                said,
                said,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                scratch.toString(),
                source.toString());
    assertThat(result).as(said.toString()).isZero();
  }

  private static String lines(String text, boolean imports) {
    return text.lines()
        .filter(line -> line.startsWith("import ") == imports)
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }
}
