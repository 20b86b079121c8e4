package io.plumbline.trainer.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.plumbline.env.v1.Observation;
import io.plumbline.trainer.chat.ChatMessage;
import io.plumbline.trainer.chat.ChatTemplate;
import io.plumbline.trainer.chat.ChatTemplateException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The tokenizer of a Hugging Face folder: {@code tokenizer.json}, the special tokens of {@code
 * tokenizer_config.json}, and the chat template that is there or in {@code chat_template.jinja}. It
 * is for texts of any kind.
 *
 * <p>As in transformers, a text that spells a special token gets that token.
 */
public final class ChatTokenizer implements PolicyTokenizer {
  /** What tells such a folder from one with a tokenizer of our own. */
  public static final String CONFIG = ChatTokenizerFiles.CONFIG;

  private static final Map<String, String> OPTIONS =
      Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");

  /** Any template renders it, or it is of no use to us. */
  private static final List<ChatMessage> PROBE =
      List.of(new ChatMessage("system", "s"), new ChatMessage("user", "u"));

  private final HuggingFaceTokenizer tokenizer;
  private final ChatTokenizerFiles files;
  private final ChatTemplate template;
  private final List<Integer> ends;

  private ChatTokenizer(
      HuggingFaceTokenizer tokenizer,
      ChatTokenizerFiles files,
      ChatTemplate template,
      List<Integer> ends) {
    this.tokenizer = tokenizer;
    this.files = files;
    this.template = template;
    this.ends = ends;
  }

  /**
   * Opens the tokenizer of a model.
   *
   * @param folder with its files
   * @param vocabSize tokens that the model knows
   * @param ends the model's end tokens; where it has none, the tokenizer's {@code eos_token} is it
   * @throws IllegalArgumentException if a file cannot be read or is none of its kind, tokenizer and
   *     model disagree about tokens, or the template does not parse or does not render a system and
   *     a user message; the message starts with the file's name
   */
  public static ChatTokenizer open(Path folder, int vocabSize, List<Integer> ends) {
    ChatTokenizerFiles files = ChatTokenizerFiles.read(folder);
    files.checkVocabulary(vocabSize);
    List<Integer> known = ends.isEmpty() ? List.of(files.endToken()) : List.copyOf(ends);
    for (int end : known) {
      if (!files.isToken(end)) {
        throw new IllegalArgumentException(
            "config.json: eos_token_id: " + end + " (expected: a token of tokenizer.json)");
      }
    }
    ChatTemplate template;
    try {
      template = ChatTemplate.parse(files.template());
      template.render(PROBE, files.specialTokens());
    } catch (ChatTemplateException e) {
      throw new IllegalArgumentException(
          files.templateFile() + ": chat_template: " + e.getMessage(), e);
    }
    // Read when the library first loads; it would look for native code on the network otherwise.
    System.setProperty("offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    try {
      Path json = folder.resolve(ChatTokenizerFiles.TOKENIZER);
      return new ChatTokenizer(
          HuggingFaceTokenizer.newInstance(json, OPTIONS), files, template, known);
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException(
          ChatTokenizerFiles.TOKENIZER
              + ": is refused by the tokenizers library: "
              + e.getMessage(),
          e);
    }
  }

  @Override
  public int[] prompt(Observation observation) {
    return encode(text(TaskChat.messages(observation)));
  }

  /** The text that the model is given for a conversation, special tokens spelt out. */
  String text(List<ChatMessage> messages) {
    try {
      return template.render(messages, files.specialTokens());
    } catch (ChatTemplateException e) {
      throw new IllegalArgumentException(
          files.templateFile() + ": chat_template: " + e.getMessage(), e);
    }
  }

  @Override
  public int[] encode(String text) {
    // The bridge to native code breaks on half a surrogate pair.
    String wellFormed = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    long[] ids = tokenizer.encode(wellFormed, false, false).getIds();
    return Arrays.stream(ids).mapToInt(Math::toIntExact).toArray();
  }

  /** Bytes that are no UTF-8 become U+FFFD; ids that no token has count for nothing. */
  @Override
  public String decode(int[] ids) {
    long[] known = Arrays.stream(ids).filter(files::isToken).asLongStream().toArray();
    return known.length == 0 ? "" : tokenizer.decode(known, true);
  }

  @Override
  public List<Integer> ends() {
    return ends;
  }

  @Override
  public boolean supports(String environment) {
    return true;
  }

  @Override
  public String description() {
    return "the model's own, " + files.tokens() + " tokens";
  }

  @Override
  public String sha256() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(files.tokenizer());
      digest.update(files.template().getBytes(StandardCharsets.UTF_8));
      digest.update(files.specialTokens().toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
