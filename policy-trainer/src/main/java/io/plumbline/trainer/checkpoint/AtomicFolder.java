package io.plumbline.trainer.checkpoint;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Folders of files that belong together, replaced as a whole. The files of a folder in place never
 * change. With {@code x} as the folder, a write goes through these states:
 *
 * <ol>
 *   <li>{@code x} is the old one; {@code .x.new} beside it is filled and forced to the disk;
 *   <li>{@code x} is renamed to {@code .x.old}: there is no {@code x}, and a reader takes {@code
 *       .x.old};
 *   <li>{@code .x.new} is renamed to {@code x}: it is the new one;
 *   <li>{@code .x.old} is deleted.
 * </ol>
 *
 * <p>So a crash up to 2 leaves the old folder to a reader, a crash from 3 on the new one; what else
 * it leaves, the next write clears away. A reader that was overtaken begins anew. A folder has one
 * writer at a time, any number of readers, and all of them know it by the same path.
 */
final class AtomicFolder {
  /** Each needs a whole write to come in between. */
  private static final int MAX_READS = 100;

  private AtomicFolder() {}

  /** Fills an empty folder with files; folders in it are refused. */
  interface Content {
    void writeTo(Path draft) throws IOException;
  }

  /**
   * Tells a folder from those before and after it, through renames: a later one has a later time,
   * and the key speaks where times are coarse.
   */
  private record Identity(String key, FileTime modified) {}

  /**
   * Replaces {@code folder}, or makes it, with what {@code content} writes.
   *
   * @throws CheckpointException if that fails, or the folder holds something that the new one does
   *     not and that would be lost; the old one then is still in place
   */
  static void write(Path folder, Content content) {
    Path target = folder.toAbsolutePath().normalize();
    Path draft = sibling(target, ".new");
    Path old = sibling(target, ".old");
    try {
      restore(target, old);
      delete(old);
      delete(draft);
      Files.createDirectories(draft);
      try {
        content.writeTo(draft);
        checkNothingLost(target, draft);
        settle(draft, target);
        if (Files.exists(target)) {
          Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        restore(target, old);
        delete(draft);
      }
      WholeFile.force(target.resolveSibling(""));
      delete(old);
    } catch (IOException e) {
      throw new CheckpointException(
          Messages.name(target) + ": cannot be written: " + Messages.of(e), e);
    }
  }

  /**
   * What {@code reader} makes of one state of the folder. It may be called more than once, with
   * another path than {@code folder}; what it throws is passed on if the folder did not change.
   *
   * @throws CheckpointException if there is no such folder, or it keeps changing
   */
  static <T> T read(Path folder, Function<Path, T> reader) {
    Path target = folder.toAbsolutePath().normalize();
    Path old = sibling(target, ".old");
    for (int read = 0; read < MAX_READS; read++) {
      Path place = place(target, old);
      Optional<Identity> before = identity(place);
      if (before.isEmpty()) {
        continue;
      }
      try {
        T content = reader.apply(place);
        if (identity(place).equals(before)) {
          return content;
        }
      } catch (RuntimeException e) {
        if (identity(place).equals(before) && place(target, old).equals(place)) {
          throw e;
        }
      }
    }
    String problem = Files.exists(target) ? "changes faster than it can be read" : "not there";
    throw new CheckpointException(
        Messages.name(target) + ": " + problem + " (expected: a folder at " + target + ")");
  }

  private static Path place(Path target, Path old) {
    return !Files.isDirectory(target) && Files.isDirectory(old) ? old : target;
  }

  private static Optional<Identity> identity(Path folder) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(folder, BasicFileAttributes.class);
      return attributes.isDirectory()
          ? Optional.of(
              new Identity(String.valueOf(attributes.fileKey()), attributes.lastModifiedTime()))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Path sibling(Path target, String suffix) {
    return target.resolveSibling("." + Messages.name(target) + suffix);
  }

  /** Undoes a rename that was not followed by the next. */
  private static void restore(Path target, Path old) throws IOException {
    if (Files.notExists(target) && Files.isDirectory(old)) {
      Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static void checkNothingLost(Path target, Path draft) throws IOException {
    if (Files.isSymbolicLink(target)) {
      throw new NotDirectoryException(target + " is a link");
    }
    if (Files.notExists(target)) {
      return;
    }
    TreeSet<String> lost = new TreeSet<>(names(target));
    names(draft).forEach(lost::remove);
    if (!lost.isEmpty()) {
      throw new FileSystemException(
          target.toString(),
          null,
          "has " + lost.first() + " (expected: none but " + String.join(", ", names(draft)) + ")");
    }
  }

  /** Has the disk hold the draft, and makes it later than what it replaces. */
  private static void settle(Path draft, Path target) throws IOException {
    for (String name : names(draft)) {
      WholeFile.force(draft.resolve(name));
    }
    if (Files.exists(target)) {
      FileTime before = Files.getLastModifiedTime(target);
      if (Files.getLastModifiedTime(draft).compareTo(before) <= 0) {
        long later = before.to(TimeUnit.MICROSECONDS) + 1;
        Files.setLastModifiedTime(draft, FileTime.from(later, TimeUnit.MICROSECONDS));
      }
    }
    WholeFile.force(draft);
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(Messages::name).sorted().toList();
    }
  }

  /** A folder of files, if it is there; one of folders is none of ours and stays. */
  static void delete(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      for (String name : names(folder)) {
        Files.delete(folder.resolve(name));
      }
      Files.delete(folder);
    }
  }
}
