package io.plumbline.conformance;

import io.plumbline.client.EnvironmentClient;
import io.plumbline.client.EnvironmentException;
import io.plumbline.client.Retry;
import io.plumbline.conformance.Case.Exchange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Runs cases against one server. */
public final class Conformance {
  private final Map<Caller, EnvironmentClient> callers;

  /**
   * @param callers a client for each whom the server can be called as, {@link Caller#TRAINER} among
   *     them; cases that take others are skipped
   */
  public Conformance(Map<Caller, EnvironmentClient> callers) {
    this.callers = Map.copyOf(callers);
  }

  /** What comes of a case. A server that cannot be reached fails it, too. */
  public Outcome run(Case test) {
    for (Caller caller : test.callers()) {
      if (!callers.containsKey(caller)) {
        return new Outcome.Skipped("a server with tokens, and that of each caller");
      }
    }
    References references = new References();
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < test.calls().size(); i++) {
      Exchange exchange = test.calls().get(i);
      String where = "call " + (i + 1) + " " + exchange.method() + ": ";
      JsonNode reply;
      try {
        reply = reply(exchange, references.resolve(exchange.request()));
      } catch (CaseException e) {
        differences.add(where + e.getMessage());
        break;
      }
      JsonNode code = reply.path("error").path("code");
      if (exchange.allowed().filter(code.asString("")::equals).isPresent()) {
        continue;
      }
      for (String difference : Checks.differences(reply, exchange.expected(), references)) {
        differences.add(where + difference);
      }
      exchange.name().ifPresent(name -> references.put(name, reply));
    }
    return differences.isEmpty() ? new Outcome.Passed() : new Outcome.Failed(differences);
  }

  private JsonNode reply(Exchange exchange, JsonNode request) {
    EnvironmentClient client = Optional.ofNullable(callers.get(exchange.caller())).orElseThrow();
    if (exchange.deadlineMillis().isPresent()) {
      long nanos = (long) (exchange.deadlineMillis().getAsDouble() * 1e6);
      client = client.withRetry(Retry.NONE).withTimeout(Duration.ofNanos(nanos));
    }
    try {
      return Calls.make(client, exchange.method(), request);
    } catch (EnvironmentException e) {
      return Trees.error(e);
    }
  }
}
