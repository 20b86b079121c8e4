package io.plumbline.conformance;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Calls that follow one another, and what has to come of each.
 *
 * @param name unique in the suite, in words
 * @param calls at least one
 */
public record Case(String name, List<Exchange> calls) {

  /**
   * One call.
   *
   * @param method of the contract, such as {@code Step}
   * @param caller as whom
   * @param deadlineMillis within which it is tried once; empty for the client's own ways
   * @param allowed the code that it may end with instead, unchecked; empty for none
   * @param request its fields
   * @param name by which later calls refer to the reply; empty for none
   * @param expected checks by the path of what they look at
   */
  record Exchange(
      String method,
      Caller caller,
      OptionalDouble deadlineMillis,
      Optional<String> allowed,
      JsonNode request,
      Optional<String> name,
      JsonNode expected) {

    private static Exchange read(JsonNode call) {
      JsonNode none = JsonNodeFactory.instance.objectNode();
      return new Exchange(
          call.required("call").stringValue(),
          Caller.named(call.path("as").stringValue("trainer")),
          call.has("deadline_ms")
              ? OptionalDouble.of(call.get("deadline_ms").doubleValue())
              : OptionalDouble.empty(),
          Optional.ofNullable(call.path("may_fail").stringValue(null)),
          call.has("request") ? call.get("request") : none,
          Optional.ofNullable(call.path("save").stringValue(null)),
          call.has("expect") ? call.get("expect") : none);
    }
  }

  public Case {
    calls = List.copyOf(calls);
  }

  static Case read(JsonNode node) {
    List<Exchange> calls = new ArrayList<>();
    for (JsonNode call : node.required("calls")) {
      calls.add(Exchange.read(call));
    }
    return new Case(node.required("name").stringValue(), calls);
  }

  /** Who has to call. */
  Set<Caller> callers() {
    Set<Caller> callers = new LinkedHashSet<>();
    calls.forEach(call -> callers.add(call.caller()));
    return callers;
  }
}
