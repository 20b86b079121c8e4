package io.plumbline.trainer.service;

import io.plumbline.trainer.runs.FolderLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder that runs lie in, for one process at a time. Beside the runs, which are as {@code
 * plumbline train} leaves them, it has hidden files: a lock, and why runs failed.
 */
final class RunsFolder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunsFolder.class);

  private final Path path;
  private final FolderLock lock;

  private RunsFolder(Path path, FolderLock lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Makes the folder, if need be, and keeps other processes out.
   *
   * @throws IOException if it cannot be had; the message names it
   */
  static RunsFolder open(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path path = folder.toRealPath();
    return new RunsFolder(
        path,
        FolderLock.take(path)
            .orElseThrow(
                () ->
                    new IOException(
                        "runs: "
                            + folder
                            + " is in use (expected: a folder of this server alone)")));
  }

  /** A real path. */
  Path path() {
    return path;
  }

  private Path failureFile(String run) {
    return path.resolve("." + run + ".failure");
  }

  /** Why a run failed, if it did and was not begun again. */
  Optional<String> failure(String run) throws IOException {
    Path file = failureFile(run);
    return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
  }

  void keepFailure(String run, String failure) {
    try {
      Files.writeString(failureFile(run), failure);
    } catch (IOException e) { // a full disk, say; it is in the run's state all the same
      LOG.warn("why run {} failed could not be written: {}", run, e.toString());
    }
  }

  void forgetFailure(String run) throws IOException {
    Files.deleteIfExists(failureFile(run));
  }

  @Override
  public void close() {
    lock.close();
  }
}
