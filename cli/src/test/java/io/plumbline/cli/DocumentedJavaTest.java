package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.server.EnvironmentServer;
import io.plumbline.server.HandleKey;
import io.plumbline.server.ServerConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  private static final Pattern CLASS = Pattern.compile("(?m)^(?:public )?class (\\w+)");

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
      String address = "127.0.0.1:" + server.port();
      String name = compile(snippet.text().replace("127.0.0.1:50051", address));
      URL[] classes = {scratch.toUri().toURL()};
      try (URLClassLoader loader = new URLClassLoader(classes, getClass().getClassLoader())) {
        Method main = loader.loadClass(name).getMethod("main", String[].class);
        main.setAccessible(true); // its class is not public
        main.invoke(null, (Object) new String[] {address});
      }
    }
  }

  /** Compiles a class, or what is the body of one's main; returns the class's name. */
  private String compile(String text) throws IOException {
    Matcher type = CLASS.matcher(text);
    boolean whole = type.find();
    String name = whole ? type.group(1) : "Snippet";
    String source =
        whole
            ? text
            : lines(text, true)
                + "class Snippet {\n  public static void main(String[] args) throws Exception {\n"
                + lines(text, false)
                + "  }\n}\n";
    Path file = Files.writeString(scratch.resolve(name + ".java"), source);
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
                file.toString());
    assertThat(result).as(said.toString()).isZero();
    return name;
  }

  private static String lines(String text, boolean imports) {
    return text.lines()
        .filter(line -> line.startsWith("import ") == imports)
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }
}
