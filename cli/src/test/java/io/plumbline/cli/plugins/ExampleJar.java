package io.plumbline.cli.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.graders.Environment;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Jars of examples/own-environment: as it is, or with a piece of its text changed. */
final class ExampleJar {
  private static final Path EXAMPLE =
      Path.of(System.getProperty("plumbline.root"), "examples", "own-environment");

  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();
  private static final StandardJavaFileManager FILES =
      COMPILER.getStandardFileManager(null, null, null);

  private ExampleJar() {}

  /** The example's jar. */
  static void build(Path jar) throws IOException {
    build(jar, "", "");
  }

  /** The same with {@code piece}, which one of its files has once, changed. */
  static void build(Path jar, String piece, String changed) throws IOException {
    Path work = Files.createTempDirectory(jar.getParent(), "example");
    List<Path> sources = new ArrayList<>();
    int found = 0;
    for (Path source : files(EXAMPLE.resolve("src"))) {
      String text = Files.readString(source);
      if (!piece.isEmpty() && text.contains(piece)) {
        found += text.split(Pattern.quote(piece), -1).length - 1;
        text = text.replace(piece, changed);
      }
      sources.add(Files.writeString(work.resolve(source.getFileName().toString()), text));
    }
    assertThat(found).as(piece).isEqualTo(piece.isEmpty() ? 0 : 1);
    Path classes = Files.createDirectory(work.resolve("classes"));
    StringWriter said = new StringWriter();
    boolean compiled =
        COMPILER
            .getTask(
                said,
                FILES, // kept, since finding the JDK's classes takes longer than the rest
                null,
                List.of("-proc:none", "-d", classes.toString(), "-cp", graders().toString()),
                null,
                FILES.getJavaFileObjectsFromPaths(sources))
            .call();
    assertThat(compiled).as(said.toString()).isTrue();
    pack(jar, List.of(classes, EXAMPLE.resolve("resources")));
  }

  /** The one library that it is compiled against. */
  private static Path graders() {
    return Path.of(
        URI.create(
            Environment.class.getProtectionDomain().getCodeSource().getLocation().toString()));
  }

  /** A jar of one text. */
  static void ofText(Path jar, String name, String text) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new ZipEntry(name));
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void pack(Path jar, List<Path> folders) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Path folder : folders) {
        for (Path file : files(folder)) {
          out.putNextEntry(new ZipEntry(folder.relativize(file).toString().replace('\\', '/')));
          Files.copy(file, out);
        }
      }
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
