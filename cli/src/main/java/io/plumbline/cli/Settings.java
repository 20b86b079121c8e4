package io.plumbline.cli;

import io.plumbline.graders.input.InputFile;
import io.plumbline.graders.input.InputFileException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What a command's options are where the command line does not say: as the environment has it, else
 * as a file has it, else their defaults. The variable of {@code --some-option} of {@code serve} is
 * {@code PLUMBLINE_SERVE_SOME_OPTION}, its key in the file {@code some-option}.
 */
final class Settings implements IDefaultValueProvider {
  private static final String CONFIG = "--config";
  private static final long MAX_BYTES = 1 << 20;

  /** Not to be set but on the command line. */
  private static final Set<String> FLAGS_ALONE =
      Set.of("config", "print-config", "help", "version");

  /** A value and where it stands. */
  private record Setting(String value, String origin) {}

  private final Map<String, Setting> settings = new TreeMap<>();

  private Settings() {}

  /**
   * Has a command take what is absent from {@code args} from elsewhere.
   *
   * @throws UserError if the file cannot be read, or the environment or the file names an option
   *     that the command does not have
   */
  static void install(CommandLine command, String[] args, Map<String, String> environment) {
    List<String> words = List.of(args);
    if (words.isEmpty() || !words.get(0).equals(command.getCommandName())) {
      return;
    }
    Settings settings = new Settings();
    Set<String> known = keys(command);
    Optional<String> file = configFile(words);
    if (file.isPresent()) {
      settings.readFile(Path.of(file.get()), known);
    }
    settings.readEnvironment(command.getCommandName(), environment, known);
    command.setDefaultValueProvider(settings);
  }

  private static Set<String> keys(CommandLine command) {
    Set<String> keys = new TreeSet<>();
    for (OptionSpec option : command.getCommandSpec().options()) {
      if (!isFlagAlone(option)) {
        keys.add(key(option));
      }
    }
    return keys;
  }

  static boolean isFlagAlone(OptionSpec option) {
    return FLAGS_ALONE.contains(key(option));
  }

  static String key(OptionSpec option) {
    return option.longestName().substring("--".length());
  }

  private static Optional<String> configFile(List<String> words) {
    for (int i = 1; i < words.size(); i++) {
      String word = words.get(i);
      if (word.startsWith(CONFIG + "=")) {
        return Optional.of(word.substring(CONFIG.length() + 1));
      }
      if (word.equals(CONFIG) && i + 1 < words.size()) {
        return Optional.of(words.get(i + 1));
      }
    }
    return Optional.empty();
  }

  private void readFile(Path file, Set<String> known) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(InputFile.text(file, MAX_BYTES)));
    } catch (InputFileException e) {
      throw new UserError("config: " + e.getMessage());
    } catch (IOException | IllegalArgumentException e) { // a \\u without four digits
      throw new UserError("config: " + file + " (expected: lines KEY = VALUE): " + e.getMessage());
    }
    for (String key : new TreeSet<>(properties.stringPropertyNames())) {
      if (!known.contains(key)) {
        throw unknown("config: " + file + ": " + key, known);
      }
      settings.put(key, new Setting(properties.getProperty(key), file.toString()));
    }
  }

  private void readEnvironment(String command, Map<String, String> environment, Set<String> known) {
    String prefix = "PLUMBLINE_" + upper(command) + "_";
    List<String> names = new ArrayList<>(new TreeSet<>(environment.keySet()));
    names.removeIf(name -> !name.startsWith(prefix));
    for (String name : names) {
      String key = name.substring(prefix.length()).toLowerCase(Locale.ROOT).replace('_', '-');
      if (!known.contains(key)) {
        throw unknown("environment: " + name, known);
      }
      settings.put(key, new Setting(String.valueOf(environment.get(name)), name));
    }
  }

  private static String upper(String name) {
    return name.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  private static UserError unknown(String where, Set<String> known) {
    return new UserError(where + " (expected: one of " + String.join(", ", known) + ")");
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    Setting setting = setting(argument);
    return setting == null ? null : setting.value();
  }

  /** Where an option's value stands, if it is neither a flag's nor the default. */
  Optional<String> origin(ArgSpec argument) {
    return Optional.ofNullable(setting(argument)).map(Setting::origin);
  }

  private @Nullable Setting setting(ArgSpec argument) {
    return argument instanceof OptionSpec option ? settings.get(key(option)) : null;
  }
}
