package io.plumbline.cli.plugins;

import io.plumbline.graders.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Jars that provide environments, by {@link ServiceLoader}. */
public final class Plugins {
  private static final Logger LOG = LoggerFactory.getLogger(Plugins.class);
  private static final String SERVICE = "META-INF/services/" + Environment.class.getName();

  /** By name, whose each environment is. */
  private final Map<String, String> owners = new HashMap<>();

  private final List<Environment> environments = new ArrayList<>();
  private final String heldOutSalt;

  private Plugins(List<Environment> bundled, String heldOutSalt) {
    bundled.forEach(environment -> owners.put(environment.name(), "Plumbline itself"));
    this.heldOutSalt = heldOutSalt;
  }

  /**
   * The environments of every {@code .jar} in a folder, in the order of the files' names; each jar
   * has a class loader of its own for as long as the process runs.
   *
   * @param bundled whose names are taken
   * @param heldOutSalt with which their splits are tried
   * @throws PluginException if there is no jar, or one of them provides no environment, or one that
   *     could not be served
   */
  public static List<Environment> load(Path folder, List<Environment> bundled, String heldOutSalt)
      throws PluginException {
    Plugins plugins = new Plugins(bundled, heldOutSalt);
    for (Path jar : jars(folder)) {
      try {
        plugins.add(jar);
      } catch (Throwable e) {
        if (e instanceof VirtualMachineError fatal && !(e instanceof StackOverflowError)) {
          throw fatal;
        }
        throw new PluginException("plugins: " + jar.getFileName() + ": " + why(e), e);
      }
    }
    return List.copyOf(plugins.environments);
  }

  private static List<Path> jars(Path folder) throws PluginException {
    List<Path> jars;
    try (Stream<Path> files = Files.list(folder)) {
      jars = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new PluginException("plugins: " + folder + " (expected: a folder with jars)", e);
    }
    if (jars.isEmpty()) {
      throw new PluginException("plugins: " + folder + " has no .jar (expected: at least one)");
    }
    return jars;
  }

  private void add(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      if (zip.getEntry(SERVICE) == null) {
        throw new IllegalArgumentException(
            "no " + SERVICE + " (expected: the names of its environments' classes, a line each)");
      }
    }
    List<Environment> provided =
        ServiceLoader.load(Environment.class, new PluginClassLoader(jar)).stream()
            .map(ServiceLoader.Provider::get)
            .toList();
    if (provided.isEmpty()) {
      throw new IllegalArgumentException(SERVICE + ": empty (expected: at least one class)");
    }
    for (Environment environment : provided) {
      Inspection.check(environment, heldOutSalt);
      String name = environment.name();
      String owner = owners.putIfAbsent(name, jar.getFileName().toString());
      if (owner != null) {
        throw new IllegalArgumentException(
            "name: \"" + name + "\" (expected: another than one of " + owner + ")");
      }
      environments.add(environment);
      LOG.atInfo()
          .addKeyValue("jar", jar.getFileName())
          .addKeyValue("environment", name)
          .log("plugin");
    }
  }

  /** The innermost cause in words: the outer ones say how it came up. */
  private static String why(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof ZipException) {
      return "no zip file (expected: a jar)";
    }
    if (cause instanceof UnsupportedClassVersionError) {
      return cause.getMessage() + " (expected: compiled with --release 17)";
    }
    boolean plain =
        cause instanceof IllegalArgumentException || cause instanceof ServiceConfigurationError;
    return plain && cause.getMessage() != null ? cause.getMessage() : cause.toString();
  }
}
