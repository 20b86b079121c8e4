package io.plumbline.judges;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;

/** Sends prompts: so many at a time, within the budget, again where a fault may pass. */
final class JudgeClient {
  static final int MAX_REPLY_BYTES = 1 << 20;
  private static final Duration MAX_RETRY_AFTER = Duration.ofMinutes(2);

  private final JudgeConfig config;
  private final Clockwork clockwork;
  private final JudgeEndpoint endpoint;
  private final CostMeter meter;
  private final Semaphore inFlight;
  private final HttpClient http;

  /**
   * How one attempt failed.
   *
   * @param mayPass whether the next may succeed
   * @param pause what the endpoint asked for
   * @param mayBeBilled whether a model may have read the prompt
   */
  private record Fault(String why, boolean mayPass, Duration pause, boolean mayBeBilled) {
    static Fault lasting(String why) {
      return new Fault(why, false, Duration.ZERO, false);
    }

    static Fault passing(String why, boolean mayBeBilled) {
      return new Fault(why, true, Duration.ZERO, mayBeBilled);
    }
  }

  /** One of the two is there. */
  private record Attempt(Optional<Completion> completion, Optional<Fault> fault) {
    static Attempt of(Fault fault) {
      return new Attempt(Optional.empty(), Optional.of(fault));
    }
  }

  JudgeClient(JudgeConfig config, Clockwork clockwork) {
    this.config = config;
    this.clockwork = clockwork;
    endpoint = JudgeEndpoint.of(config);
    meter = new CostMeter(config.pricing());
    inFlight = new Semaphore(config.maxInFlight());
    http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1) // some servers stumble over an offer of HTTP/2
            .followRedirects(HttpClient.Redirect.NEVER) // a key goes nowhere else
            .connectTimeout(Duration.ofMillis(config.timeoutMs()))
            .build();
  }

  Cost cost() {
    return meter.cost();
  }

  /** Blocks until there is an answer or none to be had; an interrupt ends it and is kept. */
  Answer ask(Prompt prompt) {
    HttpRequest request = endpoint.request(prompt);
    Usage most = new Usage(prompt.mostTokens(), config.maxTokens());
    try {
      for (int attempt = 1; ; attempt++) {
        Attempt made = metered(request, most);
        if (made.completion.isPresent()) {
          return new Answer.Replied(made.completion.get());
        }
        Fault fault = made.fault.orElseThrow();
        if (!fault.mayPass || attempt > config.retries()) {
          return new Answer.None(
              fault.why + (attempt == 1 ? "" : ", after " + attempt + " attempts"));
        }
        if (fault.pause.compareTo(MAX_RETRY_AFTER) > 0) {
          return new Answer.None(
              fault.why
                  + ", try again in "
                  + fault.pause.toSeconds()
                  + " s (expected: at most "
                  + MAX_RETRY_AFTER.toSeconds()
                  + " s)");
        }
        clockwork.sleep(fault.pause.plus(RetryPolicy.backoff(attempt, clockwork.random())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer.None("interrupted");
    }
  }

  private Attempt metered(HttpRequest request, Usage most) throws InterruptedException {
    if (!meter.setAside(most)) {
      return Attempt.of(
          Fault.lasting(
              "budget: one more call could pass it (expected: at most "
                  + config.pricing().budget()
                  + ", of which "
                  + meter.cost().amount()
                  + " is used)"));
    }
    Usage used = most; // unless we learn better
    try {
      Attempt made = attempt(request);
      if (made.completion.isPresent()) {
        used = made.completion.get().usage().orElse(most);
      } else if (!made.fault.orElseThrow().mayBeBilled) {
        used = Usage.NONE;
      }
      return made;
    } finally {
      meter.settle(most, used);
    }
  }

  private Attempt attempt(HttpRequest request) throws InterruptedException {
    inFlight.acquire();
    try {
      CompletableFuture<HttpResponse<byte[]>> exchange =
          http.sendAsync(request, head -> new BoundedBody(MAX_REPLY_BYTES));
      try {
        // The request's own timeout ends with the head of the reply.
        return read(exchange.get(config.timeoutMs(), TimeUnit.MILLISECONDS));
      } catch (TimeoutException e) {
        return Attempt.of(
            Fault.passing(where() + ": no reply within " + config.timeoutMs() + " ms", true));
      } catch (ExecutionException e) {
        return Attempt.of(broken(Objects.requireNonNullElse(e.getCause(), e)));
      } finally {
        exchange.cancel(true);
      }
    } finally {
      inFlight.release();
    }
  }

  private Fault broken(Throwable cause) {
    if (cause instanceof BoundedBody.TooLongException tooLong) {
      return new Fault(where() + ": " + tooLong.getMessage(), false, Duration.ZERO, true);
    }
    if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
      return Fault.passing(where() + ": cannot be reached", false);
    }
    if (cause instanceof IOException) {
      return Fault.passing(where() + ": the connection broke", true);
    }
    return Fault.lasting(where() + ": " + cause.getClass().getSimpleName());
  }

  private Attempt read(HttpResponse<byte[]> response) {
    int status = response.statusCode();
    if (status != 200) {
      return Attempt.of(refusal(response));
    }
    Optional<JsonNode> reply = Replies.object(response.body());
    if (reply.isEmpty()) {
      return Attempt.of(Fault.passing(where() + ": a reply that is not JSON in UTF-8", true));
    }
    Optional<Completion> completion = endpoint.completion(reply.get());
    if (completion.isPresent()) {
      return new Attempt(completion, Optional.empty());
    }
    return Attempt.of(
        Fault.lasting(
            where()
                + ": a reply that is not of the API's form (provider: "
                + config.provider().label()
                + ")"
                + Replies.complaint(response.body(), config.key())));
  }

  private Fault refusal(HttpResponse<byte[]> response) {
    int status = response.statusCode();
    String told = where() + ": HTTP " + status;
    if (status == 401 || status == 403) {
      // Not in the endpoint's words: some repeat the key.
      return Fault.lasting(told + " (expected: a key that may use " + config.model() + ")");
    }
    if (status >= 300 && status < 400) {
      return Fault.lasting(told + ", a redirect (expected: base_url to be where the API is)");
    }
    String all = told + Replies.complaint(response.body(), config.key());
    return RetryPolicy.mayPass(status)
        ? new Fault(all, true, RetryPolicy.retryAfter(response.headers(), clockwork.now()), false)
        : Fault.lasting(all);
  }

  private String where() {
    return config.baseUrl().toString();
  }
}
