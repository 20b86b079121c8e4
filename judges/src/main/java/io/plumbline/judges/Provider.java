package io.plumbline.judges;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/** Which HTTP API a judge speaks. */
public enum Provider {
  /** The Anthropic Messages API. */
  ANTHROPIC("https://api.anthropic.com", "ANTHROPIC_API_KEY"),
  /** Chat completions as OpenAI has them, and many servers after it. */
  OPENAI("https://api.openai.com/v1", "OPENAI_API_KEY");

  private final String label = name().toLowerCase(Locale.ROOT);
  private final URI baseUrl;
  private final String keyVariable;

  Provider(String baseUrl, String keyVariable) {
    this.baseUrl = URI.create(baseUrl);
    this.keyVariable = keyVariable;
  }

  /** The name used in files: {@code anthropic}. */
  public String label() {
    return label;
  }

  /** Where the provider itself serves it. */
  public URI baseUrl() {
    return baseUrl;
  }

  /** The environment variable that its own clients take the key from. */
  public String keyVariable() {
    return keyVariable;
  }

  /** The provider of this name, if there is one. */
  public static Optional<Provider> named(String label) {
    for (Provider provider : values()) {
      if (provider.label.equals(label)) {
        return Optional.of(provider);
      }
    }
    return Optional.empty();
  }
}
