package io.plumbline.trainer.chat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A chat template: Jinja in the settings of transformers ({@code trim_blocks}, {@code
 * lstrip_blocks}), without the clock, so that a prompt is the same tomorrow. Statements: if, for,
 * set, break, continue, generation. What a template uses beyond the supported filters, tests and
 * methods is an error once it is evaluated, never silently nothing.
 *
 * @see <a href="https://jinja.palletsprojects.com/en/stable/templates/">the language</a>
 */
public final class ChatTemplate {
  static final int MAX_OUTPUT = 1 << 24;
  private static final int MAX_SOURCE = 1 << 18;

  private final List<Node> nodes;

  private ChatTemplate(List<Node> nodes) {
    this.nodes = nodes;
  }

  /**
   * Parses a template.
   *
   * @throws ChatTemplateException if it does not parse; the message names the line
   */
  public static ChatTemplate parse(String source) {
    if (source.length() > MAX_SOURCE) {
      throw new ChatTemplateException(
          source.length() + " characters (expected: at most " + MAX_SOURCE + ")");
    }
    try {
      return new ChatTemplate(new TemplateParser(TemplateLexer.of(source)).template());
    } catch (StackOverflowError e) {
      throw new ChatTemplateException("nested too deeply");
    }
  }

  /**
   * The text that the assistant's answer to these messages is to follow.
   *
   * @param specialTokens by the names that templates know them by, such as {@code bos_token}
   * @throws ChatTemplateException if the template raises, or uses what is not supported
   */
  public String render(List<ChatMessage> messages, Map<String, String> specialTokens) {
    Scope scope = new Scope();
    specialTokens.forEach(scope::set);
    List<Object> values = new ArrayList<>();
    for (ChatMessage message : messages) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("role", message.role());
      fields.put("content", message.content());
      values.add(fields);
    }
    scope.set("messages", values);
    scope.set("add_generation_prompt", true);
    scope.set("tools", Absent.NONE);
    scope.set("documents", Absent.NONE);
    StringBuilder out = new StringBuilder();
    try {
      Node.renderAll(nodes, scope, out);
    } catch (StackOverflowError e) {
      throw new ChatTemplateException("nested too deeply");
    }
    return out.toString();
  }
}
