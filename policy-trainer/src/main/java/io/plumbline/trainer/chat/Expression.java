package io.plumbline.trainer.chat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A parsed expression. */
sealed interface Expression {
  Object value(Scope scope);

  record Constant(Object content) implements Expression {
    @Override
    public Object value(Scope scope) {
      return content;
    }
  }

  record Name(String name) implements Expression {
    @Override
    public Object value(Scope scope) {
      return scope.get(name);
    }
  }

  record Items(List<Expression> parts) implements Expression {
    @Override
    public Object value(Scope scope) {
      List<Object> values = new ArrayList<>();
      parts.forEach(part -> values.add(part.value(scope)));
      return values;
    }
  }

  record Fields(Map<String, Expression> parts) implements Expression {
    @Override
    public Object value(Scope scope) {
      Map<String, Object> values = new LinkedHashMap<>();
      parts.forEach((name, part) -> values.put(name, part.value(scope)));
      return values;
    }
  }

  record Item(Expression of, Expression key) implements Expression {
    @Override
    public Object value(Scope scope) {
      return Values.item(of.value(scope), key.value(scope));
    }
  }

  record Slice(Expression of, Expression from, Expression to, Expression step)
      implements Expression {
    @Override
    public Object value(Scope scope) {
      return Values.slice(of.value(scope), from.value(scope), to.value(scope), step.value(scope));
    }
  }

  record Not(Expression of) implements Expression {
    @Override
    public Object value(Scope scope) {
      return !Values.truth(of.value(scope));
    }
  }

  record Negative(Expression of) implements Expression {
    @Override
    public Object value(Scope scope) {
      return Values.arithmetic("-", 0L, of.value(scope));
    }
  }

  /** {@code and}, {@code or}: the value that decides, not only its truth. */
  record Logic(boolean and, Expression left, Expression right) implements Expression {
    @Override
    public Object value(Scope scope) {
      Object first = left.value(scope);
      return Values.truth(first) == and ? right.value(scope) : first;
    }
  }

  record Choice(Expression condition, Expression then, Expression otherwise)
      implements Expression {
    @Override
    public Object value(Scope scope) {
      return (Values.truth(condition.value(scope)) ? then : otherwise).value(scope);
    }
  }

  record Binary(String operator, Expression left, Expression right) implements Expression {
    @Override
    public Object value(Scope scope) {
      Object a = left.value(scope);
      Object b = right.value(scope);
      return switch (operator) {
        case "==" -> Values.equal(a, b);
        case "!=" -> !Values.equal(a, b);
        case "<" -> Values.compare(a, b) < 0;
        case "<=" -> Values.compare(a, b) <= 0;
        case ">" -> Values.compare(a, b) > 0;
        case ">=" -> Values.compare(a, b) >= 0;
        case "in" -> Values.contains(b, a);
        case "~" -> Values.text(a) + Values.text(b);
        default -> Values.arithmetic(operator, a, b);
      };
    }
  }

  record Test(Expression of, String name, List<Expression> arguments) implements Expression {
    @Override
    public Object value(Scope scope) {
      return Library.test(name, of.value(scope), values(arguments, scope));
    }
  }

  record Filter(Expression of, String name, List<Expression> arguments) implements Expression {
    @Override
    public Object value(Scope scope) {
      return Library.filter(name, of.value(scope), values(arguments, scope));
    }
  }

  record Method(Expression of, String name, List<Expression> arguments) implements Expression {
    @Override
    public Object value(Scope scope) {
      return Library.method(name, of.value(scope), values(arguments, scope));
    }
  }

  /**
   * A call by name.
   *
   * @param named arguments that are given by their names
   */
  record Call(String name, List<Expression> arguments, Map<String, Expression> named)
      implements Expression {
    @Override
    public Object value(Scope scope) {
      Map<String, Object> fields = new LinkedHashMap<>();
      named.forEach((field, value) -> fields.put(field, value.value(scope)));
      return Library.call(name, values(arguments, scope), fields);
    }
  }

  private static List<Object> values(List<Expression> expressions, Scope scope) {
    List<Object> values = new ArrayList<>();
    expressions.forEach(each -> values.add(each.value(scope)));
    return values;
  }
}
