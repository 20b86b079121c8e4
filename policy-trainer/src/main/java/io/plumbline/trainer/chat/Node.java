package io.plumbline.trainer.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A part of a parsed template. */
sealed interface Node {
  /** What a loop has to do after a part of its body. */
  enum Next {
    GO_ON,
    CONTINUE,
    BREAK
  }

  Next render(Scope scope, StringBuilder out);

  static Next renderAll(List<Node> nodes, Scope scope, StringBuilder out) {
    for (Node node : nodes) {
      if (out.length() > ChatTemplate.MAX_OUTPUT) {
        throw new ChatTemplateException("more than " + ChatTemplate.MAX_OUTPUT + " characters");
      }
      Next next = node.render(scope, out);
      if (next != Next.GO_ON) {
        return next;
      }
    }
    return Next.GO_ON;
  }

  record Text(String text) implements Node {
    @Override
    public Next render(Scope scope, StringBuilder out) {
      out.append(text);
      return Next.GO_ON;
    }
  }

  record Output(Expression expression) implements Node {
    @Override
    public Next render(Scope scope, StringBuilder out) {
      out.append(Values.text(expression.value(scope)));
      return Next.GO_ON;
    }
  }

  record If(Expression condition, List<Node> then, List<Node> otherwise) implements Node {
    @Override
    public Next render(Scope scope, StringBuilder out) {
      return renderAll(Values.truth(condition.value(scope)) ? then : otherwise, scope, out);
    }
  }

  /**
   * A loop.
   *
   * @param names one, or several that an element is taken apart into
   * @param filter which elements count; always true where a loop has none
   */
  record For(
      List<String> names, Expression over, Expression filter, List<Node> body, List<Node> otherwise)
      implements Node {
    @Override
    public Next render(Scope scope, StringBuilder out) {
      List<Object> elements = new ArrayList<>();
      for (Object element : Values.elements(over.value(scope))) {
        Scope inner = new Scope(scope); // counts, so that loops in loops come to an end
        assign(inner, element);
        if (Values.truth(filter.value(inner))) {
          elements.add(element);
        }
      }
      if (elements.isEmpty()) {
        return renderAll(otherwise, scope, out);
      }
      for (int i = 0; i < elements.size(); i++) {
        Scope inner = new Scope(scope);
        assign(inner, elements.get(i));
        inner.set("loop", loop(elements, i));
        if (renderAll(body, inner, out) == Next.BREAK) {
          break;
        }
      }
      return Next.GO_ON;
    }

    private void assign(Scope scope, Object element) {
      if (names.size() == 1) {
        scope.set(names.get(0), element);
        return;
      }
      List<?> parts = Values.elements(element);
      if (parts.size() != names.size()) {
        throw new ChatTemplateException(
            "for: " + parts.size() + " parts (expected: " + names.size() + ")");
      }
      for (int i = 0; i < names.size(); i++) {
        scope.set(names.get(i), parts.get(i));
      }
    }

    private static Map<String, Object> loop(List<Object> elements, int i) {
      long last = elements.size() - 1L;
      return Map.of(
          "index",
          i + 1L,
          "index0",
          (long) i,
          "first",
          i == 0,
          "last",
          i == last,
          "length",
          last + 1,
          "revindex",
          last - i + 1,
          "revindex0",
          last - i,
          "previtem",
          i == 0 ? Absent.UNDEFINED : elements.get(i - 1),
          "nextitem",
          i == last ? Absent.UNDEFINED : elements.get(i + 1));
    }
  }

  /** Of a name, or of a field of a namespace. */
  record Set(String name, String field, Expression value) implements Node {
    @Override
    public Next render(Scope scope, StringBuilder out) {
      Object assigned = value.value(scope);
      if (field.isEmpty()) {
        scope.set(name, assigned);
      } else if (scope.get(name) instanceof Values.Namespace namespace) {
        namespace.fields().put(field, assigned);
      } else {
        throw new ChatTemplateException("set " + name + "." + field + " (expected: a namespace)");
      }
      return Next.GO_ON;
    }
  }

  record Jump(Next next) implements Node {
    @Override
    public Next render(Scope scope, StringBuilder out) {
      return next;
    }
  }
}
