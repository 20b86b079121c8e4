package io.plumbline.trainer.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.env.v1.Observation;
import io.plumbline.env.v1.SourceDocument;
import io.plumbline.trainer.Checkpoints;
import io.plumbline.trainer.chat.ChatMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What transformers makes of the same folders: see {@code tools/make_checkpoints.py}. */
class ChatTokenizerTest {
  private static final int VOCABULARY = 352;
  private static final int END = 339;

  @TempDir Path temporary;

  static List<String> names() {
    return Checkpoints.names().toList();
  }

  private static ChatTokenizer open(String name) {
    return ChatTokenizer.open(Checkpoints.folder(name), VOCABULARY, List.of(END));
  }

  private Path copy(String name, String file, String was, String is) throws IOException {
    Path folder = Checkpoints.copy(name, temporary.resolve("model"));
    String text = Files.readString(folder.resolve(file));
    assertThat(text).contains(was);
    Files.writeString(folder.resolve(file), text.replace(was, is));
    return folder;
  }

  private static void assertRefused(Path folder, String message) {
    assertThatThrownBy(() -> ChatTokenizer.open(folder, VOCABULARY, List.of(END)).close())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @MethodSource("names")
  void conversationsBecomeTheTextsAndTokensOfTransformers(String name) {
    try (ChatTokenizer tokenizer = open(name)) {
      JsonNode chats = Checkpoints.reference(name).path("chats");
      assertThat(chats).hasSize(3);
      for (JsonNode chat : chats) {
        List<ChatMessage> messages = new ArrayList<>();
        for (JsonNode message : chat.path("messages")) {
          messages.add(
              new ChatMessage(
                  message.path("role").stringValue(), message.path("content").stringValue()));
        }
        String text = tokenizer.text(messages);
        assertThat(text).isEqualTo(chat.path("text").stringValue());
        assertThat(tokenizer.encode(text)).isEqualTo(Checkpoints.ints(chat.path("ids")));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void textsBecomeTheTokensOfTransformersAndBack(String name) {
    try (ChatTokenizer tokenizer = open(name)) {
      for (JsonNode each : Checkpoints.reference(name).path("texts")) {
        int[] ids = tokenizer.encode(each.path("text").stringValue());
        assertThat(ids).isEqualTo(Checkpoints.ints(each.path("ids")));
        assertThat(tokenizer.decode(ids)).isEqualTo(each.path("decoded").stringValue());
      }
    }
  }

  @Test
  void idsWithoutATokenCountForNothing() {
    try (ChatTokenizer tokenizer = open("qwen2-tied")) {
      int[] ids = tokenizer.encode("ab");
      assertThat(tokenizer.decode(new int[] {ids[0], 351, END})).isEqualTo("a");
      assertThat(tokenizer.decode(new int[] {350})).isEmpty();
      assertThat(tokenizer.encode("\ud83d")).isEqualTo(tokenizer.encode("?"));
    }
  }

  @Test
  void aTaskIsAskedForBySystemAndUser() {
    Observation task =
        Observation.newBuilder()
            .setIntent("Cite.")
            .addConstraints("Keep names.")
            .addConstraints("Be brief.")
            .setInput("Draft")
            .addSources(SourceDocument.newBuilder().setName("Source A").setText("Fact."))
            .build();
    try (ChatTokenizer tokenizer = open("qwen2-tied")) {
      assertThat(tokenizer.prompt(task))
          .isEqualTo(
              tokenizer.encode(
                  """
                  <|im_start|>system
                  Cite.

                  Constraints:
                  - Keep names.
                  - Be brief.

                  Answer with the finished text and nothing else.<|im_end|>
                  <|im_start|>user
                  Draft

                  Source A:
                  Fact.<|im_end|>
                  <|im_start|>assistant
                  """));
    }
  }

  @Test
  void withoutEndTokensOfTheModelTheTokenizersOwnIsTheEnd() {
    try (ChatTokenizer tokenizer =
        ChatTokenizer.open(Checkpoints.folder("llama-untied"), VOCABULARY, List.of())) {
      assertThat(tokenizer.ends()).containsExactly(END);
    }
  }

  @Test
  void itsIdentityChangesWithTheTemplate() throws IOException {
    Path other = copy("qwen2-yarn", "chat_template.jinja", "You work", "You toil");
    try (ChatTokenizer one = open("qwen2-yarn");
        ChatTokenizer two = ChatTokenizer.open(other, VOCABULARY, List.of(END))) {
      assertThat(one.sha256()).hasSize(64).isNotEqualTo(two.sha256());
    }
  }

  @Test
  void aTokenBeyondTheModelsVocabularyIsRefused() {
    assertThatThrownBy(
            () -> ChatTokenizer.open(Checkpoints.folder("qwen2-tied"), 339, List.of(1)).close())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "tokenizer.json: token 339, \"<|im_end|>\""
                + " (expected: at most 338, by vocab_size of config.json)");
  }

  @Test
  void anEndThatIsNoTokenIsRefused() {
    assertThatThrownBy(
            () ->
                ChatTokenizer.open(Checkpoints.folder("qwen2-tied"), VOCABULARY, List.of(345))
                    .close())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("config.json: eos_token_id: 345 (expected: a token of tokenizer.json)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          chat_template.jinja | {%- endfor %} | `` | chat_template.jinja: chat_template: line 22: \
          the end (expected: else or endfor)
          chat_template.jinja | You work on documents. | `' + raise_exception('no') + '` | fine
          chat_template.jinja | `messages[0]['content'] +` | `raise_exception('no system') +` | \
          chat_template.jinja: chat_template: the template says: no system
          tokenizer_config.json | `"<|im_end|>"` | 5 | \
          tokenizer_config.json: eos_token: 5 (expected: a token)
          tokenizer_config.json | `"<|im_end|>"` | `"<|gone|>"` | \
          `tokenizer_config.json: eos_token: "<|gone|>" (expected: a token of tokenizer.json)`
          tokenizer.json | "vocab" | "words" | \
          tokenizer.json: model.vocab or added_tokens (expected: tokens with their ids)
          tokenizer.json | { | [ | tokenizer.json: not JSON (expected: an object)
          """)
  void aFileThatDoesNotFitIsRefused(String file, String was, String is, String message)
      throws IOException {
    Path folder = copy("qwen2-yarn", file, was, is);
    if (message.equals("fine")) { // a branch that no conversation of ours takes
      ChatTokenizer.open(folder, VOCABULARY, List.of(END)).close();
    } else {
      assertRefused(folder, message);
    }
  }

  @Test
  void aFolderWithoutATemplateIsRefused() throws IOException {
    Path folder = Checkpoints.copy("qwen2-yarn", temporary.resolve("model"));
    Files.delete(folder.resolve("chat_template.jinja"));
    assertRefused(
        folder,
        "tokenizer_config.json: chat_template: missing"
            + " (expected: a template, here or in chat_template.jinja)");
    Files.delete(folder.resolve("tokenizer.json"));
    assertRefused(folder, "tokenizer.json: missing (expected: a Hugging Face folder)");
  }
}
