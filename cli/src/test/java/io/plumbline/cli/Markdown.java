package io.plumbline.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A Markdown file of the repository.
 *
 * @param file where it is
 * @param prose its lines, those of fenced blocks blank
 * @param fences its fenced blocks, in their order
 */
record Markdown(Path file, List<String> prose, List<Fence> fences) {
  static final Path ROOT = Path.of(System.getProperty("plumbline.root")).toAbsolutePath();

  /** Of builds, of Python's environments and of tools. */
  private static final Set<String> NOT_OURS =
      Set.of("target", "node_modules", ".git", ".venv", "venv", "site-packages", ".pytest_cache");

  /**
   * A fenced block.
   *
   * @param language behind its first fence; empty where there is none
   * @param text its lines, each with its end
   */
  record Fence(String language, String text) {}

  /** All of the repository's own. */
  static List<Markdown> all() {
    List<Markdown> found = new ArrayList<>();
    collect(ROOT, found);
    return found;
  }

  static Markdown of(String path) {
    return read(ROOT.resolve(path));
  }

  private static void collect(Path folder, List<Markdown> found) {
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path entry : entries.sorted().toList()) {
        String name = entry.getFileName().toString();
        if (Files.isDirectory(entry) && !NOT_OURS.contains(name)) {
          collect(entry, found);
        } else if (name.endsWith(".md")) {
          found.add(read(entry));
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Markdown read(Path file) {
    List<String> prose = new ArrayList<>();
    List<Fence> fences = new ArrayList<>();
    StringBuilder fence = null;
    String language = "";
    try {
      for (String line : Files.readAllLines(file)) {
        boolean isFence = line.startsWith("```");
        prose.add(isFence || fence != null ? "" : line);
        if (fence == null) {
          if (isFence) {
            fence = new StringBuilder();
            language = line.substring(3).strip();
          }
        } else if (isFence) {
          fences.add(new Fence(language, fence.toString()));
          fence = null;
        } else {
          fence.append(line).append('\n');
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return new Markdown(file, prose, fences);
  }

  /** Its fenced blocks in this language, joined. */
  String joined(String language) {
    StringBuilder joined = new StringBuilder();
    for (Fence fence : fences) {
      if (fence.language().equals(language)) {
        joined.append(fence.text());
      }
    }
    return joined.toString();
  }

  /** From the root, for messages. */
  @Override
  public String toString() {
    return ROOT.relativize(file).toString();
  }
}
