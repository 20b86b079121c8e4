package io.plumbline.trainer.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.plumbline.env.v1.Observation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A tokenizer that {@link TokenizerFile} wrote. Lossless: {@code decode(encode(text))} is {@code
 * text}, but for halves of surrogate pairs, which have no UTF-8 and become question marks. A text
 * that spells {@code <eos>} gets the tokens of these five characters, never the special one.
 *
 * <p>For any number of threads until it is closed.
 */
public final class LexiconTokenizer implements PolicyTokenizer {
  private static final Map<String, String> OPTIONS =
      Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");

  /** What another kind of tokenizer.json would lose: special names, spaces, case, accents. */
  private static final List<String> PROBES =
      List.of(TokenizerFile.EOS, " <eos>\u0000  A\u0301 \u00e4\ud83d\ude00<0x41>\r\n ");

  private final HuggingFaceTokenizer tokenizer;
  private final Vocabulary vocabulary;
  private final byte[] json;
  private final int lastByte;

  private LexiconTokenizer(HuggingFaceTokenizer tokenizer, Vocabulary vocabulary, byte[] json) {
    this.tokenizer = tokenizer;
    this.vocabulary = vocabulary;
    this.json = json;
    lastByte = byteToken(TokenizerFile.BYTES - 1);
  }

  /**
   * Reads a {@code tokenizer.json}.
   *
   * @throws IllegalArgumentException if the file cannot be read or is none of {@link
   *     TokenizerFile}'s; the message names it and what it lacks
   */
  public static LexiconTokenizer open(Path tokenizerJson) {
    String name = tokenizerJson.toString();
    byte[] json;
    try {
      json = Files.readAllBytes(tokenizerJson);
    } catch (IOException e) {
      throw Vocabulary.bad(name, "cannot be read");
    }
    return of(json, name);
  }

  /**
   * Reads the content of a {@code tokenizer.json}; does not close the stream.
   *
   * @throws IllegalArgumentException as {@link #open} does
   */
  public static LexiconTokenizer of(InputStream tokenizerJson) {
    String name = "tokenizer.json";
    byte[] json;
    try {
      json = tokenizerJson.readAllBytes();
    } catch (IOException e) {
      throw Vocabulary.bad(name, "cannot be read");
    }
    return of(json, name);
  }

  private static LexiconTokenizer of(byte[] json, String name) {
    Vocabulary vocabulary = Vocabulary.read(new String(json, StandardCharsets.UTF_8), name);
    // Read when the library first loads; it would look for native code on the network otherwise.
    System.setProperty("offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    HuggingFaceTokenizer tokenizer;
    try {
      tokenizer = HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), OPTIONS);
    } catch (IOException | RuntimeException e) {
      throw Vocabulary.bad(name, "is refused by the tokenizers library: " + e.getMessage());
    }
    LexiconTokenizer opened = new LexiconTokenizer(tokenizer, vocabulary, json);
    if (!PROBES.stream().allMatch(probe -> opened.decode(opened.encode(probe)).equals(probe))) {
      opened.close();
      throw Vocabulary.bad(name, "does not keep every text as it is");
    }
    return opened;
  }

  /** The tokens of a text, without any special one. */
  @Override
  public int[] encode(String text) {
    // The bridge to native code breaks on half a surrogate pair.
    String wellFormed = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    long[] ids = tokenizer.encode(wellFormed, false, false).getIds();
    int[] tokens = new int[ids.length];
    for (int i = 0; i < ids.length; i++) {
      tokens[i] = (int) ids[i];
    }
    return tokens;
  }

  /**
   * The text of tokens; special ones count for nothing, and bytes that are no UTF-8 become U+FFFD.
   *
   * <p>Not by the library, whose ByteFallback gives up a whole run of byte tokens, digits and
   * commas too, where one byte of it is wrong.
   *
   * @throws IllegalArgumentException if an id is not in [0, {@link #size})
   */
  @Override
  public String decode(int[] ids) {
    return vocabulary.decode(ids);
  }

  /** Its document alone: the policy knows one thing to do with it. */
  @Override
  public int[] prompt(Observation observation) {
    return prompt(observation.getInput());
  }

  /** What a policy is asked with: {@code <bos> input <sep>}. */
  public int[] prompt(String input) {
    return prompt(encode(input));
  }

  /** The same of an input that is tokens already. */
  public int[] prompt(int[] input) {
    int[] prompt = new int[input.length + 2];
    prompt[0] = bos();
    System.arraycopy(input, 0, prompt, 1, input.length);
    prompt[prompt.length - 1] = sep();
    return prompt;
  }

  /**
   * The token of a byte; byte 0 has the first one that is not special.
   *
   * @param value 0 to 255
   */
  public int byteToken(int value) {
    return vocabulary.id(TokenizerFile.byteName(value));
  }

  /** Whether a token is an entry of the lexicon, no byte and not special. */
  public boolean isEntry(int id) {
    return id > lastByte;
  }

  /** The token that fills up shorter rows of a batch. */
  public int pad() {
    return vocabulary.id(TokenizerFile.PAD);
  }

  /** The token that a sequence begins with. */
  public int bos() {
    return vocabulary.id(TokenizerFile.BOS);
  }

  /** The token between input and output. */
  public int sep() {
    return vocabulary.id(TokenizerFile.SEP);
  }

  /** The token that an output ends with. */
  public int eos() {
    return vocabulary.id(TokenizerFile.EOS);
  }

  @Override
  public List<Integer> ends() {
    return List.of(eos());
  }

  /** Tables alone: its policy has seen nothing else. */
  @Override
  public boolean supports(String environment) {
    return environment.equals("spreadsheet_clean");
  }

  @Override
  public String description() {
    return "the policy's own, " + size() + " tokens";
  }

  /** How many tokens there are; ids are 0 to one less. */
  public int size() {
    return vocabulary.size();
  }

  /** The {@code tokenizer.json} that it was read from, byte for byte. */
  public byte[] json() {
    return json.clone();
  }

  /** What identifies it: SHA-256 of {@link #json}, in hex. */
  @Override
  public String sha256() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(json));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
