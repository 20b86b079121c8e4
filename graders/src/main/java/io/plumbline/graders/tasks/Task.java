package io.plumbline.graders.tasks;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * One document task. Everything but {@code reference} and {@code traits} is what a policy observes.
 *
 * @param id unique in a catalogue: {@code environment/split/key}
 * @param environment the family it belongs to
 * @param split where it comes from
 * @param seed its number within the split, at least 0
 * @param difficulty how hard it is
 * @param intent what the output is for, in a sentence
 * @param constraints what the output has to satisfy, a sentence each
 * @param input the document to work on
 * @param sources documents that it may draw on; often none
 * @param reference what grading needs
 * @param traits what makes it hard ({@code blank_rows}); for slicing reports, never sent
 */
public record Task(
    String id,
    String environment,
    String split,
    long seed,
    Difficulty difficulty,
    String intent,
    List<String> constraints,
    String input,
    List<SourceDocument> sources,
    Reference reference,
    List<String> traits) {

  public Task {
    constraints = List.copyOf(constraints);
    sources = List.copyOf(sources);
    traits = List.copyOf(traits);
  }

  /**
   * SHA-256, in hex, of what the task is made of: everything that a policy observes and the
   * reference, but not where it is filed (id, split, seed) nor how it is described (difficulty,
   * traits). Two tasks with one hash are the same task.
   */
  public String contentHash() {
    Hasher hasher = new Hasher();
    hasher.add(environment).add(intent).add(constraints).add(input);
    for (SourceDocument source : sources) {
      hasher.add(source.name()).add(source.text());
    }
    reference.content().forEach(hasher::add);
    return hasher.hex();
  }

  /** SHA-256 over length-prefixed UTF-8, so that no two sequences of fields read alike. */
  private static final class Hasher {
    private final MessageDigest digest;

    Hasher() {
      try {
        digest = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e); // every JDK has it
      }
    }

    Hasher add(String field) {
      byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
      int n = bytes.length;
      digest.update(new byte[] {(byte) (n >>> 24), (byte) (n >>> 16), (byte) (n >>> 8), (byte) n});
      digest.update(bytes);
      return this;
    }

    Hasher add(List<String> fields) {
      add(Integer.toString(fields.size()));
      fields.forEach(this::add);
      return this;
    }

    String hex() {
      return HexFormat.of().formatHex(digest.digest());
    }
  }
}
