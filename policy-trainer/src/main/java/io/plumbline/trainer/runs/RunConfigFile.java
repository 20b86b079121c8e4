package io.plumbline.trainer.runs;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.Serial;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a run as {@code .properties} files have them: UTF-8, a line for each field of {@link
 * RunConfig} in snake_case. A file needs only the lines in which it differs from what it is laid
 * over. {@code threads=0} means one thread per core.
 *
 * <p>What is wrong with a file is an {@link IllegalArgumentException} that names file, key, value
 * and what is expected.
 */
public final class RunConfigFile {
  private static final RecordComponent[] FIELDS = RunConfig.class.getRecordComponents();

  /** A value and the file or option that it comes from. */
  private record Setting(String value, String origin) {}

  private final Map<String, Setting> settings;

  private RunConfigFile(Map<String, Setting> settings) {
    this.settings = settings;
  }

  /** The bundled {@code train.properties}. */
  public static RunConfigFile defaults() {
    return new RunConfigFile(Map.of()).with(defaultsText(), "train.properties");
  }

  /** The bundled {@code demo.properties}, laid over the former. */
  public static RunConfigFile demo() {
    return defaults().with(resource("demo.properties"), "demo.properties");
  }

  /** The bundled {@code train.properties} as it is, which says what each setting means. */
  public static String defaultsText() {
    return resource("train.properties");
  }

  /** This with the settings of a file laid over it. */
  public RunConfigFile with(Path file) throws IOException {
    try {
      return with(Files.readString(file), file.toString());
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(file + ": invalid UTF-8 (expected: UTF-8)", e);
    }
  }

  /**
   * This with one setting laid over it.
   *
   * @param origin where it comes from, such as the name of an option
   */
  public RunConfigFile with(String key, String value, String origin) {
    RecordComponent field =
        Arrays.stream(FIELDS)
            .filter(each -> key(each).equals(key))
            .findFirst()
            .orElseThrow(() -> unknown(key, origin));
    value(field, value.strip(), origin);
    Map<String, Setting> more = new LinkedHashMap<>(settings);
    more.put(key, new Setting(value.strip(), origin));
    return new RunConfigFile(more);
  }

  private RunConfigFile with(String text, String origin) {
    RunConfigFile result = this;
    for (Map.Entry<String, String> line : lines(text, origin).entrySet()) {
      result = result.with(line.getKey(), line.getValue(), origin);
    }
    return result;
  }

  /** The settings, each in its range. */
  public RunConfig config() {
    List<Object> values = new ArrayList<>();
    for (RecordComponent field : FIELDS) {
      Setting setting = settings.get(key(field));
      if (setting == null) {
        throw new IllegalArgumentException(key(field) + ": missing (expected: a value)");
      }
      values.add(value(field, setting.value, setting.origin));
    }
    try {
      return RunConfig.class
          .getDeclaredConstructor(
              Arrays.stream(FIELDS).map(RecordComponent::getType).toArray(Class<?>[]::new))
          .newInstance(values.toArray());
    } catch (InvocationTargetException e) {
      String message = String.valueOf(e.getTargetException().getMessage());
      Setting setting = settings.get(message.substring(0, Math.max(0, message.indexOf(':'))));
      String origin = setting == null ? "" : setting.origin + ": ";
      throw new IllegalArgumentException(origin + message, e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e); // a record has the constructor of its components
    }
  }

  /** Every setting as {@code config} has it. */
  public static RunConfigFile of(RunConfig config) {
    return new RunConfigFile(Map.of()).with(text(config), "settings");
  }

  /** A file with every setting of {@code config}. */
  public static String text(RunConfig config) {
    StringBuilder text = new StringBuilder();
    settings(config)
        .forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
    return text.toString();
  }

  /** Every setting of {@code config} by its key, enums as files have them. */
  public static Map<String, Object> settings(RunConfig config) {
    Map<String, Object> all = new LinkedHashMap<>();
    for (RecordComponent field : FIELDS) {
      try {
        Object value = field.getAccessor().invoke(config);
        all.put(key(field), value instanceof Enum<?> constant ? label(constant) : value);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e); // accessors are public and throw nothing
      }
    }
    return all;
  }

  /**
   * The first setting in which two differ, {@code updates: 300 (expected: 200)}; empty if none
   * does.
   */
  public static Optional<String> difference(RunConfig found, RunConfig expected) {
    Map<String, Object> others = settings(expected);
    return settings(found).entrySet().stream()
        .filter(setting -> !setting.getValue().equals(others.get(setting.getKey())))
        .map(
            setting ->
                setting.getKey()
                    + ": "
                    + setting.getValue()
                    + " (expected: "
                    + others.get(setting.getKey())
                    + ")")
        .findFirst();
  }

  private static Object value(RecordComponent field, String value, String origin) {
    Class<?> type = field.getType();
    if (type == String.class) {
      return value;
    }
    if (type.isEnum()) {
      for (Object constant : type.getEnumConstants()) {
        if (label(constant).equals(value)) {
          return constant;
        }
      }
      String labels =
          Arrays.stream(type.getEnumConstants())
              .map(RunConfigFile::label)
              .collect(Collectors.joining(", "));
      throw bad(field, value, "one of " + labels, origin);
    }
    try {
      if (type == double.class) {
        return Double.valueOf(value);
      }
      long number = type == int.class ? Integer.parseInt(value) : Long.parseLong(value);
      if (key(field).equals("threads") && number == 0) {
        number = Runtime.getRuntime().availableProcessors();
      }
      return type == int.class ? (Object) (int) number : (Object) number;
    } catch (NumberFormatException e) {
      throw bad(field, value, type == double.class ? "a number" : "an integer", origin);
    }
  }

  private static IllegalArgumentException bad(
      RecordComponent field, String value, String expected, String origin) {
    return new IllegalArgumentException(
        origin + ": " + key(field) + ": \"" + value + "\" (expected: " + expected + ")");
  }

  private static IllegalArgumentException unknown(String key, String origin) {
    return new IllegalArgumentException(
        origin
            + ": unknown key \""
            + key
            + "\" (expected: one of "
            + Arrays.stream(FIELDS).map(RunConfigFile::key).collect(Collectors.joining(", "))
            + ")");
  }

  /** {@code groupSize} as {@code group_size}. */
  private static String key(RecordComponent field) {
    return field.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  private static String label(Object constant) {
    return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
  }

  /**
   * The lines of a {@code .properties} text, in order.
   *
   * @param origin what messages call it
   * @throws IllegalArgumentException if a key comes twice or an escape is not one
   */
  public static Map<String, String> lines(String text, String origin) {
    Lines lines = new Lines(origin);
    try (Reader reader = new StringReader(text)) {
      lines.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a string does not fail
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      throw new IllegalArgumentException(
          message.startsWith(origin) ? message : origin + ": " + message, e);
    }
    return lines.inOrder;
  }

  /** Properties that stay in order; a key that comes twice is refused rather than half ignored. */
  private static final class Lines extends Properties {
    @Serial private static final long serialVersionUID = 1;

    private final transient Map<String, String> inOrder = new LinkedHashMap<>();
    private final String origin;

    Lines(String origin) {
      this.origin = origin;
    }

    @Override
    public synchronized @Nullable Object put(Object key, Object value) {
      if (inOrder.put((String) key, (String) value) != null) {
        throw new IllegalArgumentException(
            origin + ": key \"" + key + "\" twice (expected: each key once)");
      }
      return null;
    }
  }

  private static String resource(String name) {
    try (InputStream in = RunConfigFile.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
