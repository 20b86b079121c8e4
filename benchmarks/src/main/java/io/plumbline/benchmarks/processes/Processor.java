package io.plumbline.benchmarks.processes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which processor this machine has. */
public final class Processor {
  private static final Path INFO = Path.of("/proc/cpuinfo");

  /** Of x86, then of ARM; a machine has those of one. */
  private static final List<String> KEYS =
      List.of("vendor_id", "cpu family", "model", "CPU implementer", "CPU part");

  private Processor() {}

  /** Such as {@code GenuineIntel 6 106}; the architecture alone where Linux does not say more. */
  public static String name() {
    if (Files.isReadable(INFO)) {
      try {
        return name(Files.readString(INFO));
      } catch (IOException e) {
        // as without one
      }
    }
    return name("");
  }

  static String name(String info) {
    List<String> values = new ArrayList<>();
    for (String key : KEYS) {
      first(info.lines(), key).ifPresent(values::add);
    }
    return values.isEmpty() ? System.getProperty("os.arch") : String.join(" ", values);
  }

  private static Optional<String> first(Stream<String> lines, String key) {
    return lines
        .map(line -> line.split(":", 2))
        .filter(parts -> parts.length == 2 && parts[0].strip().equals(key))
        .map(parts -> parts[1].strip())
        .findFirst();
  }
}
