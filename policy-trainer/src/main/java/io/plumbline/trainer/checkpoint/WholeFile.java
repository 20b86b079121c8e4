package io.plumbline.trainer.checkpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Writes a file whole or not at all, also when the power fails. */
public final class WholeFile {
  private WholeFile() {}

  /** Writes what is to be in the file. */
  @FunctionalInterface
  public interface Content {
    /** Writes all of it; does not close. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes a draft beside {@code file} and renames it: a reader sees the old content or the new. A
   * crash may leave the draft behind, whose name starts with a dot and ends in {@code .draft}.
   *
   * @throws CheckpointException if it cannot be written
   */
  public static void write(Path file, Content content) {
    Path folder = file.toAbsolutePath().resolveSibling("");
    String name = Messages.name(file);
    // Not Files.createTempFile, which would keep the file from everyone but its owner.
    Path draft = folder.resolve("." + name + "." + UUID.randomUUID() + ".draft");
    try {
      try (FileChannel channel =
          FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        content.writeTo(Channels.newOutputStream(channel));
        channel.force(true);
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      force(folder);
    } catch (IOException e) {
      throw new CheckpointException(name + ": cannot be written: " + Messages.of(e), e);
    } finally {
      try {
        Files.deleteIfExists(draft);
      } catch (IOException e) {
        // a draft too many harms nobody, and what was thrown says more
      }
    }
  }

  /** Has the disk hold what was written to a file, or which names a folder holds. */
  static void force(Path path) throws IOException {
    boolean folder = Files.isDirectory(path);
    if (folder && !path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return; // elsewhere a folder cannot be opened
    }
    StandardOpenOption mode = folder ? StandardOpenOption.READ : StandardOpenOption.WRITE;
    try (FileChannel channel = FileChannel.open(path, mode)) {
      channel.force(true);
    }
  }
}
