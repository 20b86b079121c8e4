package io.plumbline.server.journal;

import io.plumbline.journal.v1.StepRecord;
import io.plumbline.server.journal.Counters.Count;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads a journal, also one that a server is writing to. */
public final class JournalReader {
  private final Path directory;

  /**
   * @throws IOException if there is no journal; the message names the directory
   */
  public JournalReader(Path directory) throws IOException {
    if (!Files.isRegularFile(directory.resolve(Counters.FILE))) {
      throw new JournalException(
          "journal: " + directory + " has none (expected: a directory that a server wrote to)");
    }
    this.directory = directory;
  }

  /**
   * What was read.
   *
   * @param records whole ones, those of repeated steps included
   * @param damages places that cannot be read, each with its file and bytes
   * @param graded steps that the journal was given
   * @param dropped those it had no room for, or had to refuse
   * @param missing those that died with a killed process, as far as the journal was opened since
   */
  public record Summary(
      long records, List<String> damages, long graded, long dropped, long missing) {}

  /**
   * Gives every whole record to {@code records}, in the order they were written. A record that is
   * being written is not there yet.
   */
  public Summary read(Consumer<StepRecord> records) throws IOException {
    long count = 0;
    List<String> damages = new ArrayList<>();
    List<Segment> segments = Segment.in(directory);
    for (Segment segment : segments) {
      SegmentScan scan;
      try {
        scan = SegmentScan.of(segment, records);
      } catch (NoSuchFileException e) {
        continue; // the server let go of it meanwhile
      }
      count += scan.records();
      damages.addAll(scan.damages());
      boolean newest = segment.equals(segments.get(segments.size() - 1));
      if (scan.tail() > 0 && !newest) {
        damages.add(SegmentScan.damage(segment, scan.end(), scan.size()));
      }
    }
    Counters counters = Counters.read(directory);
    return new Summary(
        count,
        List.copyOf(damages),
        counters.get(Count.GRADED),
        counters.get(Count.DROPPED),
        counters.get(Count.MISSING));
  }
}
