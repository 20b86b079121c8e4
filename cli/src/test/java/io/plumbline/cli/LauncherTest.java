package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The real launcher in a house of cardboard: JDKs that print what they are started with, a Maven
 * that notes its arguments and leaves a jar behind.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a shell script")
class LauncherTest {
  private static final String EXPECTED =
      " (expected: a JDK 17 or newer; on Debian and Ubuntu the package openjdk-17-jdk-headless)";

  @TempDir private Path temp;
  private Path root;
  private Path jdks;
  private Path launcher;

  private record Ended(int code, String out, String err) {}

  @BeforeEach
  void layOut() throws IOException {
    root = Files.createDirectories(temp.resolve("a house"));
    jdks = Files.createDirectories(temp.resolve("some jdks"));
    launcher = root.resolve("plumbline");
    Path original = Path.of(System.getProperty("plumbline.root", ".."), "plumbline");
    Files.copy(original, launcher);
    write(
        root.resolve("pom.xml"),
        "<modules>\n<module>core</module>\n<module>cli</module>\n</modules>");
    write(
        root.resolve(".mvn/wrapper/maven-wrapper.properties"),
        "distributionUrl=https://localhost/apache-maven-9.9.9-bin.zip\n");
    write(root.resolve("core/src/main/java/Core.java"), "class Core {}");
    write(root.resolve("cli/pom.xml"), "");
    maven("mkdir -p cli/target/lib && touch cli/target/plumbline-cli.jar");
  }

  /** A Maven that appends a line on how it was called and then does {@code then}. */
  private void maven(String then) throws IOException {
    script(
        root.resolve("mvnw"),
        "cd \"$(dirname \"$0\")\"",
        "echo \"$JAVA_HOME $*\" >>calls",
        "echo '[INFO] Building plumbline-core 0.1.0                    [1/2]'",
        then);
  }

  private Path jdk(String version) throws IOException {
    Path home = runtime(version);
    script(home.resolve("bin/javac"));
    return home;
  }

  /** A Java without a compiler. */
  private Path runtime(String version) throws IOException {
    Path home = jdks.resolve("java-" + version);
    write(home.resolve("release"), "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
    script(
        home.resolve("bin/java"),
        "echo \"$$ " + version + "\"",
        "for argument; do echo \"<$argument>\"; done");
    return home;
  }

  private static void script(Path file, String... lines) throws IOException {
    write(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private List<String> calls() throws IOException {
    Path calls = root.resolve("calls");
    return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
  }

  private ProcessBuilder builder(String... command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(temp.toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.matches("JAVA_HOME|MAVEN_.*|PLUMBLINE_.*"));
    environment.put("PLUMBLINE_JDK_DIRS", jdks.toString());
    environment.put("HOME", temp.toString());
    return builder;
  }

  private Ended run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    return end(builder(command.toArray(String[]::new)));
  }

  private Ended end(ProcessBuilder builder) throws IOException, InterruptedException {
    Path out = Files.createTempFile(temp, "out", "");
    Path err = Files.createTempFile(temp, "err", "");
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  @Test
  void saysThatThereIsNoJdkAtAll() throws Exception {
    assertThat(run("--version"))
        .isEqualTo(new Ended(3, "", "plumbline: java: none found" + EXPECTED + "\n"));
  }

  @Test
  void saysWhichJdkIsTooOldAndWhereItIs() throws Exception {
    jdk("1.8.0_392");
    Path newest = jdk("11.0.2");
    assertThat(run("--version"))
        .isEqualTo(
            new Ended(
                3,
                "",
                "plumbline: java: 11.0.2 at "
                    + newest.toRealPath()
                    + " is too old"
                    + EXPECTED
                    + "\n"));
  }

  @Test
  void saysThatARuntimeWithoutACompilerCannotBuild() throws Exception {
    Path home = runtime("17.0.9");
    Ended ended = run("--version");
    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .startsWith("plumbline: java: 17.0.9 at " + home.toRealPath())
        .contains("without javac")
        .contains("openjdk-17-jdk-headless");
    assertThat(calls()).isEmpty();
  }

  @Test
  void aRuntimeRunsWhatIsBuilt() throws Exception {
    Path compiler = jdk("17.0.9");
    assertThat(run().code()).isZero();
    Files.delete(compiler.resolve("bin/javac"));
    Ended ended = run("--version");
    assertThat(ended.code()).isZero();
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out()).contains(" 17.0.9\n");
  }

  @Test
  void takesTheNewestJdkThereIs() throws Exception {
    jdk("9.0.4");
    jdk("17.0.15");
    jdk("21.0.2");
    jdk("21.0.10");
    runtime("25.0.1");
    assertThat(run().out()).contains(" 21.0.10\n");
  }

  @Test
  void takesExactlyTheJdkThatItIsTold() throws Exception {
    jdk("25.0.1");
    Path told = jdk("17.0.9");
    ProcessBuilder builder = builder(launcher.toString());
    builder.environment().put("PLUMBLINE_JAVA_HOME", told.toString());
    assertThat(end(builder).out()).contains(" 17.0.9\n");
    builder.environment().put("PLUMBLINE_JAVA_HOME", "/not there");
    assertThat(end(builder))
        .isEqualTo(
            new Ended(
                3,
                "",
                "plumbline: PLUMBLINE_JAVA_HOME: /not there has no bin/java" + EXPECTED + "\n"));
  }

  @Test
  void eachJdkGetsTheFlagsItKnows() throws Exception {
    String nativeAccess = "<--enable-native-access=ALL-UNNAMED>";
    String unsafeAccess = "<--sun-misc-unsafe-memory-access=allow>";
    jdk("17.0.9");
    assertThat(run().out()).doesNotContain(nativeAccess, unsafeAccess);
    jdk("22");
    assertThat(run().out()).contains(nativeAccess).doesNotContain(unsafeAccess);
    jdk("23-ea");
    assertThat(run().out()).contains(nativeAccess, unsafeAccess);
  }

  @Test
  void aServerKeepsItsClassesWhereTheJdkCan() throws Exception {
    String quick = "<-Dio.grpc.netty.shaded.io.netty.leakDetection.level=disabled>";
    jdk("17.0.9");
    assertThat(run("serve").out()).contains(quick).doesNotContain("SharedArchive");
    jdk("25.0.1");
    assertThat(run("serve").out())
        .contains(quick, "<-XX:+AutoCreateSharedArchive>")
        .contains("/cli/target/serve-jdk25.jsa>\n");
    assertThat(run("tasks").out()).doesNotContain(quick, "SharedArchive");
  }

  @Test
  void passesArgumentsOnUnchangedThroughASymbolicLinkFromElsewhere() throws Exception {
    jdk("17.0.9");
    Path link = Files.createSymbolicLink(temp.resolve("a link"), Path.of("a house/plumbline"));
    Ended ended = end(builder(link.toString(), "tasks", "two words", "", "*"));
    assertThat(ended.out())
        .contains("<" + root.toRealPath() + "/cli/target/plumbline-cli.jar:")
        .endsWith("<io.plumbline.cli.Main>\n<tasks>\n<two words>\n<>\n<*>\n");
  }

  @Test
  void becomesTheJvmSoThatSignalsReachIt() throws Exception {
    jdk("17.0.9");
    run();
    Path out = Files.createTempFile(temp, "out", "");
    Process process = builder(launcher.toString()).redirectOutput(out.toFile()).start();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(Files.readString(out)).startsWith(process.pid() + " ");
  }

  @Test
  void buildsWhatIsMissingOrStaleAndNothingElse() throws Exception {
    jdk("17.0.9");
    Ended first = run();
    assertThat(first.code()).isZero();
    assertThat(first.err())
        .contains("plumbline: building with JDK 17.0.9, because nothing is built yet")
        .contains("plumbline:   core (1 of 2)");
    assertThat(first.out()).doesNotContain("Building", "building");
    assertThat(calls()).hasSize(1);

    assertThat(run().err()).isEmpty();
    Path test = root.resolve("core/src/test/java/CoreTest.java");
    write(test, "");
    age(test, 60);
    assertThat(run().err()).isEmpty();
    assertThat(calls()).hasSize(1);

    age(root.resolve("core/src/main/java/Core.java"), 60);
    assertThat(run().err()).contains("because core/src/main/java/Core.java has changed");
    assertThat(calls()).hasSize(2);

    Files.delete(root.resolve("cli/target/plumbline-cli.jar"));
    assertThat(run().err()).contains("because nothing is built yet");
    assertThat(calls()).hasSize(3);
  }

  private static void age(Path file, int seconds) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(seconds)));
  }

  @Test
  void aBuildThatFailsSaysWhereItsLogIs() throws Exception {
    jdk("17.0.9");
    maven("echo '[ERROR] no good'; exit 1");
    Ended ended = run("tasks");
    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .contains("[ERROR] no good")
        .contains("the build failed; its log is " + root.toRealPath() + "/target/build.log");
    assertThat(root.resolve("target/build.log")).content().contains("[ERROR] no good");
    assertThat(run().err()).contains("because nothing is built yet");
  }

  @Test
  void aBuildThatCannotDownloadSaysSo() throws Exception {
    jdk("17.0.9");
    maven("echo '[ERROR] Could not transfer artifact: Unknown host'; exit 1");
    assertThat(run().err()).contains("(expected: network access");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void twoAtOnceBuildOnce(boolean withFlock) throws Exception {
    jdk("17.0.9");
    maven(
        "mkdir building || exit 1; mkdir -p cli/target/lib; touch cli/target/plumbline-cli.jar;"
            + " rmdir building");
    ProcessBuilder builder = builder(launcher.toString());
    builder.environment().put("PATH", tools(withFlock ? List.of("flock") : List.of()));
    Process one = builder.start();
    Process two = builder.start();
    for (Process process : List.of(one, two)) {
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).isZero();
    }
    assertThat(calls()).hasSize(1);
    assertThat(root.resolve("target/launcher.lock.d")).doesNotExist();
  }

  @Test
  void aLockWhoseHolderWasKilledIsTaken() throws Exception {
    jdk("17.0.9");
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    write(root.resolve("target/launcher.lock.d/pid"), gone.pid() + "\n");
    ProcessBuilder builder = builder(launcher.toString());
    builder.environment().put("PATH", tools(List.of()));
    assertThat(end(builder).code()).isZero();
    assertThat(calls()).hasSize(1);
  }

  @Test
  void saysWhatUnpackingMavenLacks() throws Exception {
    jdk("17.0.9");
    ProcessBuilder builder = builder(launcher.toString());
    builder.environment().put("PATH", tools(List.of("tar")));
    Files.delete(Path.of(builder.environment().get("PATH")).resolve("tar"));
    Ended ended = end(builder);
    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.err())
        .isEqualTo(
            "plumbline: tar: not found (expected: tar and gzip, or unzip, to unpack Maven)\n");
    assertThat(calls()).isEmpty();
  }

  /** A directory with the commands that the launcher needs, and {@code more}. */
  private String tools(List<String> more) throws IOException {
    Path tools = Files.createDirectories(temp.resolve("tools"));
    List<String> names =
        new ArrayList<>(
            List.of(
                "sh",
                "cat",
                "dirname",
                "find",
                "grep",
                "gzip",
                "head",
                "mkdir",
                "mkfifo",
                "mv",
                "readlink",
                "rm",
                "rmdir",
                "sed",
                "sleep",
                "sort",
                "tail",
                "tar",
                "touch"));
    names.addAll(more);
    for (String name : names) {
      for (String directory : List.of("/bin", "/usr/bin")) {
        Path tool = Path.of(directory, name);
        if (Files.isExecutable(tool) && !Files.exists(tools.resolve(name))) {
          script(tools.resolve(name), "exec " + tool + " \"$@\"");
        }
      }
    }
    return tools.toString();
  }

  @Test
  void testsOnTheOldestAndTheNewestJdk() throws Exception {
    Path oldest = jdk("17.0.9");
    jdk("21.0.2");
    Path newest = jdk("25.0.1");
    jdk("11.0.2");
    Ended ended = run("test", "-pl", "core");
    assertThat(ended.code()).isZero();
    String house = root.toRealPath().toString();
    assertThat(calls())
        .containsExactly(
            oldest.toRealPath()
                + " -f "
                + house
                + "/pom.xml verify -DbuildDir=target -DexcludedGroups=once"
                + " -Derrorprone.options=-XepDisableAllChecks -pl core",
            newest.toRealPath()
                + " -f "
                + house
                + "/pom.xml verify -DbuildDir=target/jdk25 -pl core");
    assertThat(ended.err()).endsWith("plumbline: test: JDK 17.0.9 passed, JDK 25.0.1 passed\n");
    assertThat(ended.out()).contains("[INFO] Building plumbline-core");
  }

  @Test
  void saysWhichJdkItHadNoneOfToTestOn() throws Exception {
    jdk("17.0.9");
    assertThat(run("test", "-q").err()).endsWith("test: JDK 17.0.9 passed, no newer JDK found\n");
    assertThat(calls()).singleElement().asString().endsWith("verify -DbuildDir=target -q");
    Files.move(jdks, temp.resolve("other jdks"));
    jdk("21.0.2");
    assertThat(run("test", "-q").err())
        .endsWith("test: JDK 17 not found, JDK 21.0.2 passed, no newer JDK found\n");
  }

  @Test
  void fuzzesAndGuardsTheSpeedOnTheNewestJdkOnceTheTestsPass() throws Exception {
    jdk("17.0.9");
    jdk("25.0.1");
    Ended ended = run("test");
    assertThat(ended.code()).isZero();
    assertThat(ended.err())
        .endsWith("test: JDK 17.0.9 passed, JDK 25.0.1 passed, fuzz passed, speed guard passed\n");
    String house = root.toRealPath().toString();
    assertThat(ended.out())
        .containsSubsequence(
            " 25.0.1\n",
            "<" + house + "/cli/target/jdk25/lib/*>\n",
            "<io.plumbline.benchmarks.fuzz.FuzzCommand>\n",
            " 25.0.1\n",
            "<" + house + "/cli/target/jdk25/lib/*>\n",
            "<io.plumbline.benchmarks.graders.Guard>\n",
            "<" + house + "/benchmarks/baseline.json>\n");
  }

  @Test
  void failsIfTheSpeedGuardDoes() throws Exception {
    Path only = jdk("17.0.9");
    script(only.resolve("bin/java"), "case $* in *Guard*) exit 1;; esac");
    Ended ended = run("test");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err())
        .endsWith("JDK 17.0.9 passed, no newer JDK found, fuzz passed, speed guard FAILED\n");
  }

  @Test
  void failsIfTheTestsFailOnEitherJdk() throws Exception {
    jdk("17.0.9");
    jdk("25.0.1");
    maven("case $JAVA_HOME in *java-17*) exit 1;; esac");
    Ended ended = run("test");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err()).endsWith("test: JDK 17.0.9 FAILED, JDK 25.0.1 passed\n");
  }

  @Test
  void tellsWhatTrainsWhichSourcesItRuns() throws Exception {
    jdk("17.0.9");
    Files.createDirectories(root.resolve(".git"));
    Path git = Files.createDirectories(temp.resolve("git"));
    script(git.resolve("git"), "echo abc-dirty");
    for (String command : List.of("train", "experiment", "eval")) {
      ProcessBuilder builder = builder(launcher.toString(), command);
      builder.environment().merge("PATH", git + ":", (path, first) -> first + path);
      String revision = "<-Dplumbline.revision=" + (command.equals("eval") ? ">" : "abc-dirty>");
      assertThat(end(builder).out()).as(command).contains(revision);
    }
  }

  /** A Python that notes what it is called with and does {@code then}, and the client to test. */
  private ProcessBuilder testWithPython(String... then) throws IOException {
    write(root.resolve("clients/python/pyproject.toml"), "");
    write(root.resolve("clients/python/build_stubs.py"), "");
    write(root.resolve("proto/plumbline/one.proto"), "");
    Path pythons = Files.createDirectories(temp.resolve("pythons"));
    String notes = root.resolve("python-calls").toString();
    script(
        pythons.resolve("python3"),
        "echo \"$*\" >>'" + notes + "'",
        String.join("\n", then),
        "case $* in",
        "  -V) echo Python 3.12.9 ;;",
        "  '-m venv '*) mkdir -p \"$3/bin\" && cp \"$0\" \"$3/bin/python\" ;;",
        "  *find_spec*) exit 1 ;;",
        "  '-m pytest '*) echo \"at $PLUMBLINE_HOME in $PWD\" ;;",
        "esac");
    jdk("17.0.9");
    ProcessBuilder builder = builder(launcher.toString(), "test");
    builder.environment().put("PATH", pythons + ":" + tools(List.of("cp")));
    return builder;
  }

  private List<String> pythonCalls(String ofKind) throws IOException {
    Path calls = root.resolve("python-calls");
    return Files.exists(calls)
        ? Files.readAllLines(calls).stream().filter(call -> call.startsWith(ofKind)).toList()
        : List.of();
  }

  @Test
  void testsThePythonClientInAnEnvironmentOfItsOwn() throws Exception {
    ProcessBuilder test = testWithPython();
    Ended ended = end(test);
    assertThat(ended.code()).isZero();
    assertThat(ended.err())
        .contains("plumbline: installing the Python client for Python 3.12.9\n")
        .contains("plumbline: testing the Python client with Python 3.12.9\n")
        .contains("left out: the Python client's tests with datasets, which ")
        .contains("left out: the Python client's tests with openenv, which ")
        .contains("left out: the Python client's tests with trl, which ")
        .contains("left out: the Python client's tests with verifiers, which ")
        .contains(", speed guard passed, Python client passed\n");
    String house = root.toRealPath().toString();
    assertThat(ended.out()).contains("at " + house + " in " + house + "/clients/python\n");
    assertThat(pythonCalls("-m pip"))
        .containsExactly(
            "-m pip install --disable-pip-version-check -e " + house + "/clients/python[test]");
    assertThat(end(test).err()).doesNotContain("installing");
    age(root.resolve("proto/plumbline/one.proto"), 60);
    assertThat(end(test).err()).contains("installing");
    assertThat(pythonCalls("-m pip")).hasSize(2);
    assertThat(pythonCalls("-m pytest")).hasSize(3);
  }

  @Test
  void staysGreenWithoutPythonAndSaysWhatItLeftOut() throws Exception {
    for (String lacks : List.of("*version_info*) exit 1", "'-m venv '*) exit 1")) {
      Ended ended = end(testWithPython("case $* in " + lacks + ";; esac"));
      assertThat(ended.code()).isZero();
      assertThat(ended.err())
          .containsPattern(
              "plumbline: left out: the Python client's tests, for want of Python( 3.10 or newer|'s"
                  + " venv \\(on Debian and Ubuntu the package python3-venv\\); see .*)\n")
          .contains(", speed guard passed\n");
    }
    assertThat(pythonCalls("-m pytest")).isEmpty();
  }

  @Test
  void staysGreenWithoutAPackageIndexButNotWithAClientThatCannotBeBuilt() throws Exception {
    String index = "case $* in *' pip '*) echo '(from versions: none)'; exit 1;; esac";
    Ended offline = end(testWithPython(index));
    assertThat(offline.code()).isZero();
    assertThat(offline.err()).contains("for want of a package index to install from; see ");
    Ended broken = end(testWithPython("case $* in *' pip '*) exit 1;; esac"));
    assertThat(broken.code()).isEqualTo(1);
    assertThat(broken.err())
        .contains("plumbline: the Python client cannot be installed; see ")
        .contains(", Python client FAILED\n");
  }

  @Test
  void failsIfThePythonClientDoes() throws Exception {
    Ended ended = end(testWithPython("case $* in *pytest*) exit 1;; esac"));
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err()).contains(", speed guard passed, Python client FAILED\n");
  }

  @Test
  void takesExactlyThePythonThatItIsTold() throws Exception {
    ProcessBuilder test = testWithPython();
    String told = temp.resolve("pythons/python3").toString();
    test.environment().put("PLUMBLINE_PYTHON", told);
    Ended ended = end(test);
    assertThat(ended.code()).isZero();
    assertThat(ended.err()).doesNotContain("installing").contains("Python client passed\n");
    assertThat(pythonCalls("-m pytest")).hasSize(1);
    test.environment().put("PLUMBLINE_PYTHON", "/not there");
    Ended gone = end(test);
    assertThat(gone.code()).isEqualTo(3);
    assertThat(gone.err())
        .isEqualTo(
            "plumbline: PLUMBLINE_PYTHON: /not there cannot import plumbline_client and pytest"
                + " (expected: an interpreter with clients/python[test])\n");
  }

  @Test
  void partOfTheBuildIsTestedWithoutPython() throws Exception {
    ProcessBuilder test = testWithPython();
    test.command().addAll(List.of("-pl", "core"));
    assertThat(end(test).code()).isZero();
    assertThat(pythonCalls("")).isEmpty();
  }

  @Test
  void whatTheTestsBuiltIsNotBuiltAgain() throws Exception {
    jdk("17.0.9");
    assertThat(run("test").code()).isZero();
    assertThat(run("tasks").err()).isEmpty();
    assertThat(calls()).hasSize(1);
  }
}
