package io.plumbline.cli.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.ByteString;
import io.plumbline.client.EnvironmentClient;
import io.plumbline.env.v1.DimensionStatus;
import io.plumbline.env.v1.FinishReason;
import io.plumbline.env.v1.ResetRequest;
import io.plumbline.env.v1.StepRequest;
import io.plumbline.env.v1.StepResponse;
import io.plumbline.graders.Environment;
import io.plumbline.graders.tasks.TaskCatalogue;
import io.plumbline.graders.tasks.TaskSplit;
import io.plumbline.server.EnvironmentServer;
import io.plumbline.server.HandleKey;
import io.plumbline.server.ServerConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PluginsTest {
  private static final String SERVICE = "META-INF/services/io.plumbline.graders.Environment";

  @TempDir Path scratch;
  private Path folder;

  @BeforeEach
  void makeFolder() throws Exception {
    folder = Files.createDirectory(scratch.resolve("plugins"));
  }

  private List<Environment> load() throws PluginException {
    return Plugins.load(folder, Environment.bundled(), "");
  }

  private void assertRefused(String message) {
    assertThatThrownBy(this::load)
        .isInstanceOf(PluginException.class)
        .hasMessageStartingWith("plugins: " + message);
  }

  @Test
  void aJarThatProvidesAnEnvironmentIsLoadedIntoALoaderOfItsOwn() throws Exception {
    ExampleJar.build(folder.resolve("a.jar"));
    ExampleJar.build(folder.resolve("b.jar"), "\"redact_contacts\"", "\"redact_more\"");
    List<Environment> loaded = load();

    assertThat(loaded)
        .extracting(Environment::name)
        .containsExactly("redact_contacts", "redact_more");
    ClassLoader loader = loaded.get(0).getClass().getClassLoader();
    assertThat(loaded.get(1).getClass().getClassLoader()).isNotSameAs(loader);
    assertThat(loader.loadClass("io.plumbline.graders.Environment")).isSameAs(Environment.class);
    assertThatThrownBy(() -> loader.loadClass("io.plumbline.server.EnvironmentServer"))
        .isInstanceOf(ClassNotFoundException.class);
    assertThatThrownBy(() -> loader.loadClass("com.google.protobuf.ByteString"))
        .isInstanceOf(ClassNotFoundException.class);
  }

  @Test
  void aFolderWithoutJarsIsRefused() throws Exception {
    assertRefused(folder + " has no .jar (expected: at least one)");
    Files.delete(folder);
    assertRefused(folder + " (expected: a folder with jars)");
  }

  @Test
  void aFileThatIsNoJarIsNamed() throws Exception {
    Files.writeString(folder.resolve("notes.txt"), "passed over");
    Files.writeString(folder.resolve("broken.jar"), "not a jar");
    assertRefused("broken.jar: no zip file (expected: a jar)");
  }

  @Test
  void aJarThatProvidesNothingIsNamed() throws Exception {
    Path jar = folder.resolve("lib.jar");
    ExampleJar.ofText(jar, "a.txt", "");
    assertRefused("lib.jar: no " + SERVICE + " (expected: the names of its environments' classes,");
    ExampleJar.ofText(jar, SERVICE, "# none\n");
    assertRefused("lib.jar: " + SERVICE + ": empty (expected: at least one class)");
    ExampleJar.ofText(jar, SERVICE, "no.such.Environment\n");
    assertRefused("lib.jar: io.plumbline.graders.Environment: Provider no.such.Environment not");
    ExampleJar.ofText(jar, SERVICE, "io.plumbline.graders.Profile\n");
    assertRefused(
        "lib.jar: io.plumbline.graders.Environment: io.plumbline.graders.Profile not a subtype");
  }

  /** What of the example is changed, into what, and what is said of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"redaction\", 0.6 | \"redaction\", 0.7 | weights: sum to 1.1 (expected: 1)",
        "List.of(RedactionGrader.RUBRIC) | List.of() | redact_contacts.rubrics: 0 for 0 profiles",
        "\"redact_contacts\" | \"a/b\" | name: \"a/b\" (expected: a to z, 0 to 9 and _, at most 64,",
        "\"redact_contacts\" | \"doc_revision\" | name: \"doc_revision\" (expected: another than one"
            + " of Plumbline itself)",
        "(NAME, \"validation\", | (NAME, \"train\", | split: redact_contacts/train (expected: a name"
            + " that is not taken)",
        "(NAME, \"validation\", | (\"other\", \"validation\", | split validation.environment: \"other\""
            + " (expected: redact_contacts)",
        "random.between(2, 23) | (int) System.nanoTime() | task redact_contacts/train/0: another one"
            + " the second time (expected: the same for one seed)",
        "RedactContacts.NAME, | \"other\", | task redact_contacts/train/0: filed under: \"other/train\""
            + " (expected: redact_contacts/train/)",
        "Math.min(1, expected / written) | 3 | preservation: 3.0 (expected: a value in [0, 1])",
        "        RUBRIC.version()); | \"redact-2\"); | task redact_contacts/train/0 under strict: a"
            + " grade of other dimensions, flags or version (expected: the rubric's)",
        "share(reference.redacted(), lines)), | Math.random()), | task redact_contacts/train/0 under"
            + " strict: another grade the second time (expected: the same for one output)",
        "return evidence; | throw new IllegalStateException(\"no words\"); |"
            + " java.lang.IllegalStateException: no words",
        "static final String NAME = | public RedactContacts() { throw new IllegalStateException(\"no"
            + " licence\"); } static final String NAME = | java.lang.IllegalStateException: no licence",
        "Memo::draw, 0, 18 | random -> { throw new StackOverflowError(); }, 0, 18 |"
            + " java.lang.StackOverflowError",
      })
  void whatCouldNotBeServedIsSaidWithItsJar(String piece, String changed, String message)
      throws Exception {
    ExampleJar.build(folder.resolve("redact.jar"), piece, changed);
    assertRefused("redact.jar: " + message);
  }

  @Test
  void aNameThatAnotherJarHasIsRefused() throws Exception {
    ExampleJar.build(folder.resolve("a.jar"));
    Files.copy(folder.resolve("a.jar"), folder.resolve("b.jar"));
    assertRefused("b.jar: name: \"redact_contacts\" (expected: another than one of a.jar)");
  }

  @Test
  void aGraderThatThrowsLosesNoEpisodeAndNoServer() throws Exception {
    ExampleJar.build(
        folder.resolve("redact.jar"),
        "double written = output.lines().count();",
        "double written = output.lines().count(); if (output.contains(\"boom\"))"
            + " throw new NoClassDefFoundError(output);");
    List<Environment> environments = load();
    ServerConfig config =
        new ServerConfig(
            environments,
            TaskCatalogue.of(environments.get(0).splits("").toArray(TaskSplit[]::new)),
            List.of(HandleKey.fresh()),
            ServerConfig.DEFAULT_TTL,
            "test");
    try (EnvironmentServer server = EnvironmentServer.startInProcess(config, "plugins-test");
        EnvironmentClient client = EnvironmentClient.inProcess("plugins-test")) {
      assertThat(server.port()).isEqualTo(-1);
      StepRequest.Builder step =
          StepRequest.newBuilder()
              .setHandle(
                  client
                      .reset(
                          ResetRequest.newBuilder()
                              .setEnvironment("redact_contacts")
                              .setSplit("train")
                              .setProfile("strict")
                              .build())
                      .getEpisodes(0)
                      .getHandle())
              .setFinishReason(FinishReason.FINISH_REASON_STOP);
      StepResponse broken = client.step(step.setAction(ByteString.copyFromUtf8("boom")).build());

      assertThat(broken.hasReward()).isFalse();
      assertThat(broken.getTerminated()).isTrue();
      assertThat(broken.getGrade().getDimensionsList())
          .extracting(dimension -> dimension.getName(), dimension -> dimension.getStatus())
          .containsExactly(
              tuple("redaction", DimensionStatus.DIMENSION_STATUS_FAILED),
              tuple("preservation", DimensionStatus.DIMENSION_STATUS_FAILED));
      assertThat(client.step(step.setAction(ByteString.copyFromUtf8("x")).build()).hasReward())
          .isTrue();
    }
  }
}
