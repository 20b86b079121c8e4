package io.plumbline.judges;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Which model judges, and within which limits.
 *
 * @param provider the API it speaks
 * @param baseUrl http or https; for {@code anthropic} without {@code /v1}, for {@code openai} with
 *     it, as their own clients have it. A key goes over https only, except to this machine
 * @param model as the endpoint calls it, 1 to 200 printable characters
 * @param key sent with every request; often none for a server of one's own
 * @param maxTokens longest reply, 16 to 4,096 tokens
 * @param timeoutMs how long one attempt may take until its reply is read, 100 to 600,000 ms
 * @param retries attempts after the first, 0 to 10
 * @param maxInFlight requests at a time, 1 to 256
 * @param pricing prices and budget
 * @param cacheFile where scores are kept over a restart
 */
public record JudgeConfig(
    Provider provider,
    URI baseUrl,
    String model,
    Optional<ApiKey> key,
    int maxTokens,
    int timeoutMs,
    int retries,
    int maxInFlight,
    Pricing pricing,
    Optional<Path> cacheFile) {

  public JudgeConfig {
    requireUrl(baseUrl, key.isPresent());
    if (model.isBlank()
        || model.length() > 200
        || model.codePoints().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "model: \"" + Replies.line(model, 60) + "\" (expected: 1 to 200 printable characters)");
    }
    requireWithin("max_tokens", maxTokens, 16, 4_096);
    requireWithin("timeout_ms", timeoutMs, 100, 600_000);
    requireWithin("retries", retries, 0, 10);
    requireWithin("max_in_flight", maxInFlight, 1, 256);
  }

  private static void requireUrl(URI url, boolean key) {
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    boolean http = scheme.equals("http");
    if (!(http || scheme.equals("https"))
        || url.getHost() == null
        || url.getUserInfo() != null
        || url.getQuery() != null
        || url.getFragment() != null) {
      // Not shown: a user's info may be a secret.
      throw new IllegalArgumentException(
          "base_url: not usable (expected: http or https, a host and perhaps a path, no more)");
    }
    if (http && key && !isThisMachine(url.getHost())) {
      throw new IllegalArgumentException(
          "base_url: " + url + " (expected: https, or no key, which would go in the clear)");
    }
  }

  private static boolean isThisMachine(String host) {
    return host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
  }

  private static void requireWithin(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: " + least + " to " + most + ")");
    }
  }

  /** The endpoint and model that a calibration is pinned to. */
  JudgeId id() {
    String url = baseUrl.toString();
    String trimmed = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    return new JudgeId(provider.label() + " " + trimmed, model);
  }

  /** The URL of {@code path} at the endpoint. */
  URI resolve(String path) {
    String url = baseUrl.toString();
    return URI.create(url.endsWith("/") ? url + path.substring(1) : url + path);
  }
}
