package io.plumbline.judges;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Scores by the hash of what they are of, the least recently used forgotten first. With a file each
 * is a line of it, {@code {"key", "value", "reason", "repaired"}}, and the youngest are read back.
 * One process at a time has the file.
 */
final class JudgementCache implements AutoCloseable {
  private static final long MAX_FILE_BYTES = 256L << 20;
  private static final JsonMapper JSON = new JsonMapper();

  private final Map<String, Judgement.Scored> scores;
  private final Optional<RandomAccessFile> file;
  private boolean broken;

  private JudgementCache(int most, Optional<RandomAccessFile> file) {
    this.file = file;
    scores =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Judgement.Scored> eldest) {
            return size() > most;
          }
        };
  }

  static JudgementCache open(int most, Optional<Path> path) throws JudgeFileException {
    if (path.isEmpty()) {
      return new JudgementCache(most, Optional.empty());
    }
    try {
      return read(most, path.get());
    } catch (JudgeFileException e) {
      throw e;
    } catch (IOException e) {
      throw new JudgeFileException(
          "cache_file: " + path.get() + " (expected: a file that can be read and written)");
    }
  }

  private static JudgementCache read(int most, Path path) throws IOException {
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
    try {
      if (!lock(file.getChannel())) {
        throw new JudgeFileException(
            "cache_file: " + path + " (expected: a file that no other judge has open)");
      }
      if (file.length() > MAX_FILE_BYTES) {
        throw new JudgeFileException(
            "cache_file: "
                + path
                + " has "
                + file.length()
                + " bytes (expected: at most "
                + MAX_FILE_BYTES
                + "; it may be deleted)");
      }
      // By this handle: closing another one would give the lock away.
      byte[] bytes = new byte[(int) file.length()];
      file.readFully(bytes);
      JudgementCache cache = new JudgementCache(most, Optional.of(file));
      file.setLength(cache.load(path, bytes)); // and goes on from there
      return cache;
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  private static boolean lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // held within this process
    }
  }

  /**
   * Returns where the last whole line ends: a process that was killed may have left half of one.
   */
  private int load(Path path, byte[] bytes) throws JudgeFileException {
    int start = 0;
    int number = 0;
    for (int end = 0; end < bytes.length; end++) {
      if (bytes[end] == '\n') {
        number++;
        load(path + ":" + number, new String(bytes, start, end - start, StandardCharsets.UTF_8));
        start = end + 1;
      }
    }
    return start;
  }

  private void load(String where, String line) throws JudgeFileException {
    try {
      JsonNode node = JSON.readTree(line);
      String key = node.required("key").stringValue();
      double value = node.required("value").doubleValue();
      String reason = node.required("reason").stringValue();
      boolean repaired = node.required("repaired").booleanValue();
      scores.put(key, new Judgement.Scored(value, reason, repaired));
    } catch (JacksonException | IllegalArgumentException e) {
      throw new JudgeFileException(
          "cache_file: "
              + where
              + ": not a line of a cache (expected: key, value, reason,"
              + " repaired)");
    }
  }

  synchronized Optional<Judgement.Scored> find(String key) {
    return Optional.ofNullable(scores.get(key));
  }

  synchronized void keep(String key, Judgement.Scored scored) {
    scores.put(key, scored);
    if (file.isEmpty() || broken) { // behind half a line nothing can be read back
      return;
    }
    String line =
        JSON.writeValueAsString(
                JSON.createObjectNode()
                    .put("key", key)
                    .put("value", scored.value())
                    .put("reason", scored.reason())
                    .put("repaired", scored.repaired()))
            + "\n";
    try {
      file.get().write(line.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      broken = true; // the score is good all the same; close says so
    }
  }

  @Override
  public synchronized void close() throws JudgeFileException {
    if (file.isEmpty()) {
      return;
    }
    try {
      file.get().close();
    } catch (IOException e) {
      broken = true;
    }
    if (broken) {
      throw new JudgeFileException("cache_file: not all written (expected: room on the disk)");
    }
  }
}
