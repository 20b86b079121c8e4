package io.plumbline.judges;

import io.plumbline.graders.input.InputFile;
import io.plumbline.graders.input.InputFileException;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;

/**
 * A judge's configuration as a {@code .properties} file in UTF-8 has it:
 *
 * <pre>
 * provider       anthropic or openai; required
 * model          as the endpoint calls it; required
 * base_url       default the provider's own: https://api.anthropic.com, https://api.openai.com/v1
 * key_env        name of the environment variable that holds the key; default ANTHROPIC_API_KEY or
 *                OPENAI_API_KEY, and none where there is a base_url: a key goes nowhere unasked
 * max_tokens     longest reply, 16 to 4096; default 300
 * timeout_ms     of one attempt, 100 to 600000; default 60000
 * retries        attempts after the first, 0 to 10; default 5
 * max_in_flight  requests at a time, 1 to 256; default 4
 * price_in       of a million input tokens, at least 0; default 0
 * price_out      of a million output tokens, at least 0; default 0
 * budget         what all calls may cost; default no limit; needs a price
 * cache_file     where scores are kept over a restart, relative to this file; default none
 * </pre>
 */
public final class JudgeConfigFile {
  private static final long MAX_BYTES = 1L << 20;
  private static final List<String> KEYS =
      List.of(
          "provider",
          "model",
          "base_url",
          "key_env",
          "max_tokens",
          "timeout_ms",
          "retries",
          "max_in_flight",
          "price_in",
          "price_out",
          "budget",
          "cache_file");

  private final Path file;
  private final Properties settings;

  private JudgeConfigFile(Path file, Properties settings) {
    this.file = file;
    this.settings = settings;
  }

  /**
   * Reads a file.
   *
   * @param environment the process' variables, for {@code key_env}
   * @throws JudgeFileException if the file or its key cannot be read, or a setting makes no sense;
   *     names file, key and what was expected, and never shows a key
   */
  public static JudgeConfig read(Path file, Map<String, String> environment)
      throws JudgeFileException {
    Properties settings = new Properties();
    try {
      settings.load(new StringReader(InputFile.text(file, MAX_BYTES)));
    } catch (InputFileException e) {
      throw new JudgeFileException("judge: " + e.getMessage());
    } catch (IOException e) {
      throw new IllegalStateException(e); // a string can be read
    } catch (IllegalArgumentException e) {
      throw new JudgeFileException(file + ": a broken escape (expected: a .properties file)");
    }
    return new JudgeConfigFile(file, settings).config(environment);
  }

  private JudgeConfig config(Map<String, String> environment) throws JudgeFileException {
    for (String key : new TreeSet<>(settings.stringPropertyNames())) {
      if (!KEYS.contains(key)) {
        throw error(key + ": unknown (expected: one of " + String.join(", ", KEYS) + ")");
      }
    }
    String label = required("provider", "anthropic or openai");
    Optional<Provider> provider = Provider.named(label);
    if (provider.isEmpty()) {
      throw error("provider: \"" + label + "\" (expected: anthropic or openai)");
    }
    String model = required("model", "the model's name");
    URI url = url(provider.get());
    Optional<ApiKey> key = key(provider.get(), environment);
    int[] numbers = {
      integer("max_tokens", 300),
      integer("timeout_ms", 60_000),
      integer("retries", 5),
      integer("max_in_flight", 4)
    };
    double in = number("price_in", 0);
    double out = number("price_out", 0);
    double budget = number("budget", Double.POSITIVE_INFINITY);
    try {
      return new JudgeConfig(
          provider.get(),
          url,
          model,
          key,
          numbers[0],
          numbers[1],
          numbers[2],
          numbers[3],
          new Pricing(in, out, budget),
          path("cache_file"));
    } catch (IllegalArgumentException e) {
      throw error(String.valueOf(e.getMessage()));
    }
  }

  private URI url(Provider provider) throws JudgeFileException {
    Optional<String> text = setting("base_url");
    try {
      return text.isEmpty() ? provider.baseUrl() : new URI(text.get());
    } catch (URISyntaxException e) {
      throw error("base_url: not a URL (expected: http or https, a host and perhaps a path)");
    }
  }

  private Optional<ApiKey> key(Provider provider, Map<String, String> environment)
      throws JudgeFileException {
    Optional<String> named = setting("key_env");
    if (named.isEmpty() && setting("base_url").isPresent()) {
      return Optional.empty();
    }
    String variable = named.orElse(provider.keyVariable());
    String from = "key_env: " + Replies.line(variable, 60);
    String value = environment.getOrDefault(variable, "").strip();
    if (value.isEmpty()) {
      throw error(from + " (expected: an environment variable that is set and holds the key)");
    }
    try {
      return Optional.of(new ApiKey(value));
    } catch (IllegalArgumentException e) {
      throw error(from + ": " + e.getMessage());
    }
  }

  private Optional<Path> path(String key) throws JudgeFileException {
    Optional<String> text = setting(key);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(file.toAbsolutePath().resolveSibling(text.get()));
    } catch (InvalidPathException e) {
      throw error(key + ": not a path (expected: a file's name)");
    }
  }

  private int integer(String key, int otherwise) throws JudgeFileException {
    Optional<String> text = setting(key);
    try {
      return text.isEmpty() ? otherwise : Integer.parseInt(text.get());
    } catch (NumberFormatException e) {
      throw notANumber(key, text.orElse(""), "an integer");
    }
  }

  private double number(String key, double otherwise) throws JudgeFileException {
    Optional<String> text = setting(key);
    try {
      return text.isEmpty() ? otherwise : Double.parseDouble(text.get());
    } catch (NumberFormatException e) {
      throw notANumber(key, text.orElse(""), "a number");
    }
  }

  private String required(String key, String expected) throws JudgeFileException {
    Optional<String> text = setting(key);
    if (text.isEmpty()) {
      throw error(key + ": missing (expected: " + expected + ")");
    }
    return text.get();
  }

  private Optional<String> setting(String key) {
    return Optional.ofNullable(settings.getProperty(key))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  private JudgeFileException notANumber(String key, String text, String expected) {
    return error(key + ": \"" + Replies.line(text, 60) + "\" (expected: " + expected + ")");
  }

  private JudgeFileException error(String message) {
    return new JudgeFileException(file + ": " + message);
  }
}
