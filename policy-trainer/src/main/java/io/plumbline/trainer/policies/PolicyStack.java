package io.plumbline.trainer.policies;

import io.plumbline.trainer.checkpoint.AdapterFolder;
import io.plumbline.trainer.checkpoint.CheckpointException;
import io.plumbline.trainer.checkpoint.ModelConfig;
import io.plumbline.trainer.checkpoint.ModelFolder;
import io.plumbline.trainer.tokenizer.ChatTokenizer;
import io.plumbline.trainer.tokenizer.LexiconTokenizer;
import io.plumbline.trainer.tokenizer.PolicyTokenizer;
import io.plumbline.trainer.torch.Torch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A language model as it lies on disk: a base, the adapters stacked on it, its tokenizer.
 *
 * @param name where it comes from, for reports
 * @param parts where each part lies
 * @param adapters the first is nearest to the base
 * @param tokenizer closed with the stack
 */
public record PolicyStack(
    String name,
    PolicyFile parts,
    ModelFolder base,
    List<AdapterFolder> adapters,
    PolicyTokenizer tokenizer)
    implements AutoCloseable {
  /** The name of the policy that comes with Plumbline. */
  public static final String EMBEDDED = "embedded";

  /** The name of its base alone. */
  public static final String EMBEDDED_BASE = "embedded-base";

  public PolicyStack {
    adapters = List.copyOf(adapters);
    if (tokenizer instanceof LexiconTokenizer lexicon
        && lexicon.size() != base.config().vocabSize()) {
      throw new CheckpointException(
          "tokenizer.json: "
              + lexicon.size()
              + " tokens (expected: "
              + base.config().vocabSize()
              + ", vocab_size of the model)");
    }
  }

  /** The policy that comes with Plumbline: its base and its SFT adapter. */
  public static PolicyStack embedded() {
    return open(EMBEDDED, PolicyFile.EMBEDDED_POLICY);
  }

  /**
   * Opens a policy.
   *
   * @param where {@code embedded}, {@code embedded-base}, or a folder: one with a {@code
   *     policy.json}, such as a run's; a whole model with its tokenizer, as Hugging Face has it or
   *     with a {@code tokenizer.json} of ours; an adapter of the embedded policy
   * @throws CheckpointException if it is none of these, or what it holds is damaged or does not fit
   */
  public static PolicyStack open(String where) {
    if (where.equals(EMBEDDED)) {
      return embedded();
    }
    if (where.equals(EMBEDDED_BASE)) {
      return open(where, new PolicyFile(EMBEDDED, List.of()));
    }
    return open(where, PolicyFile.of(where));
  }

  /**
   * Opens the policy of a folder under a name of its own.
   *
   * @throws CheckpointException as {@link #open(String)} does
   */
  public static PolicyStack open(String name, Path folder) {
    return open(name, PolicyFile.of(folder.toString()));
  }

  /**
   * Opens the policy that lies in {@code parts}.
   *
   * @param name for reports
   * @throws CheckpointException as {@link #open(String)} does
   */
  public static PolicyStack open(String name, PolicyFile parts) {
    Torch.require(); // or the tokenizer would fail first, and say less
    boolean embedded = parts.base().equals(EMBEDDED);
    Path folder = embedded ? Embedded.folder("base") : Path.of(parts.base());
    ModelFolder base = ModelFolder.read(folder);
    String sha256 = base.sha256();
    List<AdapterFolder> adapters = new ArrayList<>();
    for (String part : parts.adapters()) {
      Path adapter = part.equals(PolicyFile.EMBEDDED_SFT) ? Embedded.folder("sft") : Path.of(part);
      adapters.add(AdapterFolder.read(adapter, base.config(), sha256));
    }
    PolicyTokenizer tokenizer = embedded ? Embedded.tokenizer() : tokenizer(folder, base.config());
    try {
      return new PolicyStack(name, parts, base, adapters, tokenizer);
    } catch (CheckpointException e) {
      tokenizer.close();
      throw e;
    }
  }

  private static PolicyTokenizer tokenizer(Path folder, ModelConfig config) {
    try {
      return Files.exists(folder.resolve(ChatTokenizer.CONFIG))
          ? ChatTokenizer.open(folder, config.vocabSize(), config.eosTokenIds())
          : LexiconTokenizer.open(folder.resolve("tokenizer.json"));
    } catch (IllegalArgumentException e) {
      throw new CheckpointException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * The tokenizer, if it is one that {@code plumbline tokenizer} wrote: lessons about tables are
   * made of its tokens.
   *
   * @throws CheckpointException if it is another
   */
  public LexiconTokenizer lexicon() {
    if (tokenizer instanceof LexiconTokenizer lexicon) {
      return lexicon;
    }
    throw new CheckpointException(
        "tokenizer.json: "
            + tokenizer.description()
            + " (expected: a file of plumbline tokenizer)");
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
