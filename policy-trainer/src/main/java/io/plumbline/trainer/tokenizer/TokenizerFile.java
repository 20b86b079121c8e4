package io.plumbline.trainer.tokenizer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a lexicon as a {@code tokenizer.json} of Hugging Face's tokenizers library.
 *
 * <p>The vocabulary is {@code <pad>}, {@code <bos>}, {@code <sep>}, {@code <eos>}, then a token for
 * each of the 256 bytes, then the lexicon in its own order. A text is cut, from left to right, into
 * the longest entries that fit; what fits none becomes the bytes of its UTF-8.
 */
public final class TokenizerFile {
  static final String PAD = "<pad>";
  static final String BOS = "<bos>";
  static final String SEP = "<sep>";
  static final String EOS = "<eos>";
  static final List<String> SPECIAL = List.of(PAD, BOS, SEP, EOS);
  static final int BYTES = 256;

  /** Stands for a space in a lexicon's file, where editors drop spaces at the end of a line. */
  private static final char SPACE = '\u2423';

  /** Characters that mean something in a regular expression of Oniguruma. */
  private static final String META = "\\.|?*+()[]{}^$";

  private TokenizerFile() {}

  /** The lexicon of the embedded policy, made of the words of our own generators. */
  public static List<String> bundledLexicon() {
    try (InputStream in = TokenizerFile.class.getResourceAsStream("lexicon.txt")) {
      if (in == null) {
        throw new IllegalStateException("lexicon.txt is missing beside its class");
      }
      return lexicon(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The entries of a lexicon's file: one a line, with U+2423 (an open box) for a space. */
  public static List<String> lexicon(String text) {
    return text.replace(SPACE, ' ').lines().toList();
  }

  /**
   * The {@code tokenizer.json}: the same text for the same lexicon.
   *
   * @throws IllegalArgumentException if an entry is there twice, is empty or a single byte, which
   *     has a token of its own, is the name of such a token or of a special one, or holds half a
   *     surrogate pair; the message names the entry
   */
  public static String json(List<String> lexicon) {
    List<String> vocabulary = vocabulary(lexicon);
    JsonMapper mapper = new JsonMapper();
    ObjectNode file = mapper.createObjectNode();
    file.put("version", "1.0");
    file.putNull("truncation");
    file.putNull("padding");
    // Empty on purpose: a special token listed here would be found in a table that says "<eos>".
    file.putArray("added_tokens");
    file.putNull("normalizer");
    ObjectNode split = file.putObject("pre_tokenizer");
    split.put("type", "Split");
    split.putObject("pattern").put("Regex", pattern(lexicon));
    split.put("behavior", "Isolated");
    split.put("invert", false);
    file.putNull("post_processor");
    ObjectNode decoder = file.putObject("decoder");
    decoder.put("type", "Sequence");
    ArrayNode decoders = decoder.putArray("decoders");
    decoders.addObject().put("type", "ByteFallback");
    decoders.addObject().put("type", "Fuse");
    ObjectNode model = file.putObject("model");
    model.put("type", "BPE");
    model.putNull("dropout");
    model.putNull("unk_token");
    model.putNull("continuing_subword_prefix");
    model.putNull("end_of_word_suffix");
    model.put("fuse_unk", false);
    model.put("byte_fallback", true);
    model.put("ignore_merges", true);
    ObjectNode ids = model.putObject("vocab");
    for (int id = 0; id < vocabulary.size(); id++) {
      ids.put(vocabulary.get(id), id);
    }
    model.putArray("merges");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter(" ", "\n"));
    return mapper.writer().with(printer).writeValueAsString(file) + "\n";
  }

  /** How the vocabulary spells the token of a byte: {@code <0x0A>}. */
  static String byteName(int value) {
    return String.format(Locale.ROOT, "<0x%02X>", value);
  }

  private static List<String> vocabulary(List<String> lexicon) {
    List<String> vocabulary = new ArrayList<>(SPECIAL);
    for (int value = 0; value < BYTES; value++) {
      vocabulary.add(byteName(value));
    }
    Set<String> taken = new HashSet<>(vocabulary);
    for (String entry : lexicon) {
      byte[] bytes = entry.getBytes(StandardCharsets.UTF_8);
      boolean whole = new String(bytes, StandardCharsets.UTF_8).equals(entry);
      if (bytes.length < 2 || !whole || !taken.add(entry)) {
        throw new IllegalArgumentException(
            "lexicon: entry "
                + (vocabulary.size() - SPECIAL.size() - BYTES + 1)
                + " \""
                + entry
                + "\" (expected: at least 2 bytes of Unicode text that no other token has)");
      }
      vocabulary.add(entry);
    }
    return vocabulary;
  }

  /**
   * Matches the longest entry that fits, or any one character: left to themselves, characters
   * between two entries would be looked up together, and "&lt;eos&gt;" be found. The entries share
   * their beginnings, as in a trie, because Oniguruma tries alternatives one by one.
   */
  private static String pattern(List<String> lexicon) {
    String any = "[\\s\\S]";
    return lexicon.isEmpty() ? any : trie(lexicon.stream().sorted().toList(), 0) + "|" + any;
  }

  /** What may follow the first {@code depth} characters, which all of the sorted words share. */
  private static String trie(List<String> words, int depth) {
    boolean ends = words.get(0).length() == depth;
    List<String> longer = ends ? words.subList(1, words.size()) : words;
    List<String> branches = new ArrayList<>();
    for (int from = 0, to; from < longer.size(); from = to) {
      int next = longer.get(from).codePointAt(depth);
      to = from;
      while (to < longer.size() && longer.get(to).codePointAt(depth) == next) {
        to++;
      }
      String escape = META.indexOf(next) >= 0 ? "\\" : "";
      branches.add(
          escape
              + Character.toString(next)
              + trie(longer.subList(from, to), depth + Character.charCount(next)));
    }
    String all = String.join("|", branches);
    if (ends) {
      return branches.isEmpty() ? "" : "(?:" + all + ")?";
    }
    return branches.size() == 1 || depth == 0 ? all : "(?:" + all + ")";
  }
}
