package io.plumbline.trainer.chat;

import io.plumbline.trainer.chat.TemplateLexer.Kind;
import io.plumbline.trainer.chat.TemplateLexer.Token;
import java.util.List;

/** What is left to read of a template. */
final class Words {
  private final List<Token> tokens;
  private int at;

  Words(List<Token> tokens) {
    this.tokens = tokens;
  }

  Token peek() {
    return tokens.get(at);
  }

  Token next() {
    return tokens.get(at < tokens.size() - 1 ? at++ : at);
  }

  boolean is(Kind kind, String text) {
    return peek().is(kind, text);
  }

  boolean take(Kind kind, String text) {
    boolean found = is(kind, text);
    if (found) {
      next();
    }
    return found;
  }

  void expect(Kind kind, String text) {
    if (!take(kind, text)) {
      throw unexpected(text);
    }
  }

  String name() {
    if (peek().kind() != Kind.NAME) {
      throw unexpected("a name");
    }
    return next().text();
  }

  /** Whether the word after the next is {@code text}. */
  boolean isSecond(String text) {
    return at + 1 < tokens.size() && tokens.get(at + 1).is(Kind.OPERATOR, text);
  }

  ChatTemplateException unexpected(String expected) {
    String found = peek().text();
    String shown = found.length() > 40 ? found.substring(0, 40) + "..." : found;
    return new ChatTemplateException(
        peek().line(), shown.strip() + " (expected: " + expected + ")");
  }
}
