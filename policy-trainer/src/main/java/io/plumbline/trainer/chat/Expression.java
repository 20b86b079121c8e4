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

  record Choice(Expression condition, Expression then, Expression otherwise) implements Expression {
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
        case "~" -> Values.joined(Values.text(a), Values.text(b));
        default -> Values.arithmetic(operator, a, b);
      };
    }
  }

  record Test(Expression of, String name, Arguments arguments) implements Expression {
    @Override
    public Object value(Scope scope) {
      return Library.test(name, of.value(scope), arguments.inOrder(name, scope));
    }
  }

  record Filter(Expression of, String name, Arguments arguments) implements Expression {
    @Override
    public Object value(Scope scope) {
      return Library.filter(name, of.value(scope), arguments.inOrder(name, scope));
    }
  }

  record Method(Expression of, String name, Arguments arguments) implements Expression {
    @Override
    public Object value(Scope scope) {
      return Library.method(name, of.value(scope), arguments.inOrder(name, scope));
    }
  }

  /** A call by name. */
  record Call(String name, Arguments arguments) implements Expression {
    @Override
    public Object value(Scope scope) {
      if (name.equals("namespace") && arguments.inOrder.isEmpty()) {
        return new Values.Namespace(arguments.named(scope));
      }
      return Library.call(name, arguments.inOrder(name, scope));
    }
  }

  /** What a call, a filter or a test is given. */
  record Arguments(List<Expression> inOrder, Map<String, Expression> named) {
    static final Arguments NONE = new Arguments(List.of(), Map.of());

    /** Where names mean nothing to {@code user}. */
    List<Object> inOrder(String user, Scope scope) {
      if (!named.isEmpty()) {
        throw new ChatTemplateException(user + " with " + named.keySet() + " is not supported");
      }
      List<Object> values = new ArrayList<>();
      inOrder.forEach(each -> values.add(each.value(scope)));
      return values;
    }

    Map<String, Object> named(Scope scope) {
      Map<String, Object> values = new LinkedHashMap<>();
      named.forEach((name, each) -> values.put(name, each.value(scope)));
      return values;
    }
  }
}
