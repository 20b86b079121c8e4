package io.plumbline.server.journal;

import static io.plumbline.server.journal.Steps.await;
import static io.plumbline.server.journal.Steps.numbers;
import static io.plumbline.server.journal.Steps.step;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Segments that are cut short or changed behind the journal's back. */
class DamageTest {
  @TempDir Path directory;

  private Journal open() throws JournalException {
    return Journal.open(JournalConfig.of(directory, JournalMode.SYNC));
  }

  /** Three steps, and where each one's frame ends. */
  private List<Integer> threeSteps() throws Exception {
    try (Journal journal = open()) {
      for (long number = 1; number <= 3; number++) {
        await(journal.append(step(number)));
      }
    }
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(segment()));
    List<Integer> ends = new ArrayList<>();
    int end = Segment.HEADER_BYTES;
    while (end < bytes.limit()) {
      end += Segment.FRAME_BYTES + bytes.getInt(end + 4);
      ends.add(end);
    }
    assertThat(ends).hasSize(3);
    return ends;
  }

  private Path segment() throws Exception {
    return Segment.in(directory).get(0).path();
  }

  @Test
  void aTailThatIsTornAtAnyByteIsCutOffAndTheRestKept() throws Exception {
    List<Integer> ends = threeSteps();
    byte[] whole = Files.readAllBytes(segment());
    Path counters = directory.resolve("counters");
    byte[] counts = Files.readAllBytes(counters);
    for (int length = ends.get(1); length < ends.get(2); length++) {
      Files.write(segment(), Arrays.copyOf(whole, length));
      Files.write(counters, counts);
      try (Journal journal = open()) {
        assertThat(journal.status().missingAtOpen()).as("cut at %d", length).isEqualTo(1);
        assertThat(Files.size(segment())).isEqualTo(ends.get(1).longValue());
        await(journal.append(step(4)));
      }
      assertThat(numbers(directory)).as("cut at %d", length).containsExactly(1L, 2L, 4L);
      Files.delete(Segment.in(directory).get(1).path());
    }
  }

  @Test
  void zerosThatAPowerCutLeftBehindTheLastRecordAreCutOff() throws Exception {
    List<Integer> ends = threeSteps();
    byte[] whole = Files.readAllBytes(segment());
    Files.write(segment(), Arrays.copyOf(whole, whole.length + 100_000));

    assertThat(new JournalReader(directory).read(record -> {}).damages()).isEmpty();
    try (Journal journal = open()) {
      assertThat(journal.status().missing()).isZero();
    }
    assertThat(Files.size(segment())).isEqualTo(ends.get(2).longValue());
    assertThat(numbers(directory)).containsExactly(1L, 2L, 3L);
  }

  @Test
  void aSegmentThatHasNotEvenItsHeaderIsBegunAgain() throws Exception {
    for (int length = 0; length < Segment.HEADER_BYTES; length++) {
      Files.createDirectories(directory);
      Files.write(Segment.named(directory, 1).path(), new byte[length]);
      try (Journal journal = open()) {
        await(journal.append(step(1)));
      }
      assertThat(numbers(directory)).containsExactly(1L);
      Files.delete(segment());
      Files.delete(directory.resolve("counters"));
    }
  }

  @Test
  void aBitThatFlipsAnywhereIsFoundNamedAndCostsNoMoreThanItsRecord() throws Exception {
    List<Integer> ends = threeSteps();
    byte[] whole = Files.readAllBytes(segment());
    for (int at = 0; at < ends.get(1); at++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] flipped = whole.clone();
        flipped[at] ^= (byte) (1 << bit);
        Files.write(segment(), flipped);
        List<Long> numbers = new ArrayList<>();
        JournalReader.Summary summary =
            new JournalReader(directory).read(record -> numbers.add(record.getSeed()));

        List<Long> expected = new ArrayList<>(List.of(1L, 2L, 3L));
        int from = 0;
        if (at >= Segment.HEADER_BYTES) {
          int hit = at < ends.get(0) ? 0 : 1;
          expected.remove(hit);
          from = hit == 0 ? Segment.HEADER_BYTES : ends.get(0);
        }
        assertThat(numbers).as("bit %d of byte %d", bit, at).isEqualTo(expected);
        assertThat(summary.damages())
            .singleElement()
            .asString()
            .startsWith(segment() + ": bytes " + from + " to ")
            .endsWith(" are damaged");
      }
    }
  }

  @Test
  void whatIsDamagedInTheMiddleStaysWhereItIsAndIsMissed() throws Exception {
    List<Integer> ends = threeSteps();
    byte[] bytes = Files.readAllBytes(segment());
    bytes[ends.get(0) + 20] ^= 1;
    Files.write(segment(), bytes);

    try (Journal journal = open()) {
      assertThat(journal.status().missingAtOpen()).isEqualTo(1);
      await(journal.append(step(4)));
    }

    assertThat(numbers(directory)).containsExactly(1L, 3L, 4L);
  }

  @Test
  void aDamagedEndOfASegmentThatIsNotTheNewestIsNamed() throws Exception {
    threeSteps();
    Path first = segment();
    try (Journal journal = open()) {
      await(journal.append(step(4)));
    }
    Files.write(first, Arrays.copyOf(Files.readAllBytes(first), (int) Files.size(first) - 1));

    assertThat(new JournalReader(directory).read(record -> {}).damages())
        .singleElement()
        .asString()
        .startsWith(first.toString());
  }

  @Test
  void anOutputThatLooksLikeAFrameIsNoneEvenBehindADamagedOne() throws Exception {
    threeSteps();
    byte[] other = Files.readAllBytes(segment()); // with frames of another journal
    Files.delete(segment());
    Files.delete(directory.resolve("counters"));
    String forged =
        new String(
            other,
            Segment.HEADER_BYTES,
            other.length - Segment.HEADER_BYTES,
            java.nio.charset.StandardCharsets.ISO_8859_1);
    try (Journal journal = open()) {
      await(journal.append(step(5, forged)));
      await(journal.append(step(6)));
    }
    byte[] bytes = Files.readAllBytes(segment());
    bytes[Segment.HEADER_BYTES + 6] ^= 1; // the first frame's length
    Files.write(segment(), bytes);

    assertThat(numbers(directory)).containsExactly(6L);
  }

  @Test
  void lostCountersAreMadeAgainFromTheRecords() throws Exception {
    threeSteps();
    Files.delete(directory.resolve("counters"));

    try (Journal journal = open()) {
      assertThat(journal.status())
          .returns(3L, JournalStatus::graded)
          .returns(3L, JournalStatus::recorded)
          .returns(0L, JournalStatus::missing);
    }
  }
}
