package io.plumbline.trainer.chat;

import io.plumbline.trainer.chat.TemplateLexer.Kind;
import io.plumbline.trainer.chat.TemplateLexer.Token;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Expressions, in Jinja's order of precedence: each method parses what binds tighter first. */
final class ExpressionParser {
  private static final Expression UNDEFINED = new Expression.Constant(Absent.UNDEFINED);
  private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
  private static final Set<String> SUMS = Set.of("+", "-");
  private static final Set<String> PRODUCTS = Set.of("*", "/", "//", "%");
  private static final Set<String> RESERVED = Set.of("else", "or", "and", "is", "not", "in", "if");

  /** Literals that are names. */
  private static final Map<String, Object> CONSTANTS =
      Map.of(
          "true", true,
          "True", true,
          "false", false,
          "False", false,
          "none", Absent.NONE,
          "None", Absent.NONE);

  private final Words words;

  ExpressionParser(Words words) {
    this.words = words;
  }

  /** One expression, or several with commas between them. */
  Expression tuple() {
    Expression first = expression();
    if (!operator(",")) {
      return first;
    }
    List<Expression> parts = new ArrayList<>(List.of(first));
    while (words.peek().kind() != Kind.MARK) {
      parts.add(expression());
      if (!words.take(Kind.OPERATOR, ",")) {
        break;
      }
    }
    return new Expression.Items(parts);
  }

  Expression expression() {
    Expression then = withoutChoice();
    while (words.take(Kind.NAME, "if")) {
      Expression condition = withoutChoice();
      Expression otherwise = words.take(Kind.NAME, "else") ? expression() : UNDEFINED;
      then = new Expression.Choice(condition, then, otherwise);
    }
    return then;
  }

  Expression withoutChoice() {
    Expression left = conjunction();
    while (words.take(Kind.NAME, "or")) {
      left = new Expression.Logic(false, left, conjunction());
    }
    return left;
  }

  private Expression conjunction() {
    Expression left = negation();
    while (words.take(Kind.NAME, "and")) {
      left = new Expression.Logic(true, left, negation());
    }
    return left;
  }

  private Expression negation() {
    return words.take(Kind.NAME, "not") ? new Expression.Not(negation()) : comparison();
  }

  private Expression comparison() {
    Expression left = sum();
    Expression result = left;
    boolean first = true;
    while (true) {
      Token token = words.peek();
      boolean in = token.is(Kind.NAME, "in");
      boolean notIn = token.is(Kind.NAME, "not");
      if (!in && !notIn && !(token.kind() == Kind.OPERATOR && COMPARISONS.contains(token.text()))) {
        return result;
      }
      words.next();
      if (notIn) {
        words.expect(Kind.NAME, "in");
      }
      Expression right = sum();
      Expression pair = new Expression.Binary(notIn ? "in" : token.text(), left, right);
      pair = notIn ? new Expression.Not(pair) : pair;
      result = first ? pair : new Expression.Logic(true, result, pair); // a < b < c
      first = false;
      left = right;
    }
  }

  private Expression sum() {
    Expression left = concatenation();
    while (words.peek().kind() == Kind.OPERATOR && SUMS.contains(words.peek().text())) {
      left = new Expression.Binary(words.next().text(), left, concatenation());
    }
    return left;
  }

  private Expression concatenation() {
    Expression left = product();
    while (operator("~")) {
      left = new Expression.Binary("~", left, product());
    }
    return left;
  }

  private Expression product() {
    Expression left = unary(true);
    while (words.peek().kind() == Kind.OPERATOR && PRODUCTS.contains(words.peek().text())) {
      left = new Expression.Binary(words.next().text(), left, unary(true));
    }
    return left;
  }

  private Expression unary(boolean filtered) {
    Expression value = operator("-") ? new Expression.Negative(unary(false)) : postfix(primary());
    return filtered ? filtered(value) : value;
  }

  private Expression primary() {
    Token token = words.peek();
    return switch (token.kind()) {
      case NAME -> name();
      case STRING -> strings();
      case NUMBER -> new Expression.Constant(number(words.next()));
      case OPERATOR -> bracketed();
      default -> throw words.unexpected("a value");
    };
  }

  private Expression name() {
    if (RESERVED.contains(words.peek().text())) {
      throw words.unexpected("a value");
    }
    String name = words.name();
    Object constant = CONSTANTS.get(name);
    return constant == null ? new Expression.Name(name) : new Expression.Constant(constant);
  }

  /** Neighbours are one string. */
  private Expression strings() {
    StringBuilder text = new StringBuilder();
    while (words.peek().kind() == Kind.STRING) {
      text.append(words.next().text());
    }
    return new Expression.Constant(text.toString());
  }

  private Expression bracketed() {
    if (operator("(")) {
      List<Expression> inner = list(")");
      return inner.size() == 1 ? inner.get(0) : new Expression.Items(inner);
    } else if (operator("[")) {
      return new Expression.Items(list("]"));
    } else if (operator("{")) {
      return new Expression.Fields(fields());
    }
    throw words.unexpected("a value");
  }

  private static Object number(Token token) {
    try {
      if (token.text().indexOf('.') >= 0) {
        return Double.valueOf(token.text());
      }
      return Long.valueOf(token.text());
    } catch (NumberFormatException e) {
      throw new ChatTemplateException(token.line(), token.text() + " (expected: a smaller number)");
    }
  }

  private Expression postfix(Expression of) {
    Expression value = of;
    while (true) {
      if (operator(".")) {
        String name = words.name();
        value =
            operator("(")
                ? new Expression.Method(value, name, arguments())
                : new Expression.Item(value, new Expression.Constant(name));
      } else if (operator("[")) {
        value = element(value);
      } else if (words.is(Kind.OPERATOR, "(") && value instanceof Expression.Name name) {
        words.next();
        value = new Expression.Call(name.name(), arguments());
      } else {
        return value;
      }
    }
  }

  private Expression element(Expression of) {
    Expression[] bounds = {UNDEFINED, UNDEFINED, UNDEFINED};
    int given = 0;
    boolean slice = false;
    while (!operator("]")) {
      if (operator(":")) {
        slice = true;
        given++;
        if (given > 2) {
          throw words.unexpected("]");
        }
      } else {
        bounds[given] = expression();
      }
    }
    if (slice) {
      return new Expression.Slice(of, bounds[0], bounds[1], bounds[2]);
    }
    return new Expression.Item(of, bounds[0]);
  }

  private Expression filtered(Expression of) {
    Expression value = of;
    while (true) {
      if (operator("|")) {
        String name = words.name();
        value =
            new Expression.Filter(
                value, name, operator("(") ? arguments() : Expression.Arguments.NONE);
      } else if (words.take(Kind.NAME, "is")) {
        boolean not = words.take(Kind.NAME, "not");
        Expression test = new Expression.Test(value, words.name(), testArguments());
        value = not ? new Expression.Not(test) : test;
      } else {
        return value;
      }
    }
  }

  private Expression.Arguments testArguments() {
    if (operator("(")) {
      return arguments();
    }
    Token token = words.peek();
    boolean value =
        token.kind() == Kind.STRING
            || token.kind() == Kind.NUMBER
            || (token.kind() == Kind.NAME && !RESERVED.contains(token.text()))
            || token.is(Kind.OPERATOR, "[");
    return value
        ? new Expression.Arguments(List.of(postfix(primary())), Map.of())
        : Expression.Arguments.NONE;
  }

  /** Behind the opening bracket. */
  private Expression.Arguments arguments() {
    List<Expression> inOrder = new ArrayList<>();
    Map<String, Expression> named = new LinkedHashMap<>();
    while (!operator(")")) {
      if (words.peek().kind() == Kind.NAME && words.isSecond("=")) {
        String name = words.name();
        words.next();
        named.put(name, expression());
      } else {
        inOrder.add(expression());
      }
      if (!words.is(Kind.OPERATOR, ")")) {
        words.expect(Kind.OPERATOR, ",");
      }
    }
    return new Expression.Arguments(inOrder, named);
  }

  private List<Expression> list(String end) {
    List<Expression> parts = new ArrayList<>();
    while (!operator(end)) {
      parts.add(expression());
      if (!words.is(Kind.OPERATOR, end)) {
        words.expect(Kind.OPERATOR, ",");
      }
    }
    return parts;
  }

  private Map<String, Expression> fields() {
    Map<String, Expression> fields = new LinkedHashMap<>();
    while (!operator("}")) {
      if (words.peek().kind() != Kind.STRING) {
        throw words.unexpected("a string");
      }
      String name = words.next().text();
      words.expect(Kind.OPERATOR, ":");
      fields.put(name, expression());
      if (!words.is(Kind.OPERATOR, "}")) {
        words.expect(Kind.OPERATOR, ",");
      }
    }
    return fields;
  }

  private boolean operator(String text) {
    return words.take(Kind.OPERATOR, text);
  }
}
