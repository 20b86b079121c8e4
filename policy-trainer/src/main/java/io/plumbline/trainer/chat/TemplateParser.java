package io.plumbline.trainer.chat;

import io.plumbline.trainer.chat.TemplateLexer.Kind;
import io.plumbline.trainer.chat.TemplateLexer.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The statements of a template. */
final class TemplateParser {
  private final Words words;
  private final ExpressionParser expressions;

  TemplateParser(List<Token> tokens) {
    words = new Words(tokens);
    expressions = new ExpressionParser(words);
  }

  List<Node> template() {
    List<Node> nodes = body(Set.of());
    if (words.peek().kind() != Kind.END) {
      throw words.unexpected("a statement that is open");
    }
    return nodes;
  }

  /** Up to a tag that is named in {@code ends}, or to the end; the tag's name comes next then. */
  private List<Node> body(Set<String> ends) {
    List<Node> nodes = new ArrayList<>();
    while (true) {
      Token token = words.peek();
      if (token.kind() == Kind.TEXT) {
        nodes.add(new Node.Text(words.next().text()));
      } else if (words.take(Kind.MARK, "{{")) {
        nodes.add(new Node.Output(expressions.tuple()));
        words.expect(Kind.MARK, "}}");
      } else if (token.is(Kind.MARK, "{%")) {
        words.next();
        if (words.peek().kind() == Kind.NAME && ends.contains(words.peek().text())) {
          return nodes;
        }
        nodes.addAll(statement());
      } else if (ends.isEmpty()) {
        return nodes;
      } else {
        throw words.unexpected(String.join(" or ", ends.stream().sorted().toList()));
      }
    }
  }

  private List<Node> statement() {
    Token tag = words.next();
    return switch (tag.text()) {
      case "if" -> List.of(condition());
      case "for" -> List.of(loop());
      case "set" -> List.of(assignment());
      case "break" -> List.of(jump(Node.Next.BREAK));
      case "continue" -> List.of(jump(Node.Next.CONTINUE));
      case "generation" -> marked();
      default ->
          throw new ChatTemplateException(
              tag.line(),
              "tag "
                  + tag.text()
                  + " (expected: if, for, set, break, continue or generation, the only ones"
                  + " supported)");
    };
  }

  private Node jump(Node.Next next) {
    words.expect(Kind.MARK, "%}");
    return new Node.Jump(next);
  }

  /** What transformers finds an assistant's tokens by; here it is only what is in it. */
  private List<Node> marked() {
    words.expect(Kind.MARK, "%}");
    List<Node> nodes = body(Set.of("endgeneration"));
    end("endgeneration");
    return nodes;
  }

  private Node condition() {
    Expression condition = expressions.expression();
    words.expect(Kind.MARK, "%}");
    List<Node> then = body(Set.of("elif", "else", "endif"));
    if (words.take(Kind.NAME, "elif")) {
      return new Node.If(condition, then, List.of(condition()));
    }
    List<Node> otherwise = otherwise("endif");
    return new Node.If(condition, then, otherwise);
  }

  private Node loop() {
    List<String> names = new ArrayList<>();
    do {
      names.add(words.name());
    } while (words.take(Kind.OPERATOR, ","));
    words.expect(Kind.NAME, "in");
    Expression over = expressions.withoutChoice();
    Expression filter =
        words.take(Kind.NAME, "if") ? expressions.expression() : new Expression.Constant(true);
    words.expect(Kind.MARK, "%}");
    List<Node> body = body(Set.of("else", "endfor"));
    return new Node.For(names, over, filter, body, otherwise("endfor"));
  }

  private List<Node> otherwise(String end) {
    List<Node> nodes = List.of();
    if (words.take(Kind.NAME, "else")) {
      words.expect(Kind.MARK, "%}");
      nodes = body(Set.of(end));
    }
    end(end);
    return nodes;
  }

  private Node assignment() {
    String name = words.name();
    String field = words.take(Kind.OPERATOR, ".") ? words.name() : "";
    words.expect(Kind.OPERATOR, "=");
    Expression value = expressions.tuple();
    words.expect(Kind.MARK, "%}");
    return new Node.Set(name, field, value);
  }

  private void end(String name) {
    words.expect(Kind.NAME, name);
    words.expect(Kind.MARK, "%}");
  }
}
