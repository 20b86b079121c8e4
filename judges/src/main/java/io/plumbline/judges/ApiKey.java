package io.plumbline.judges;

/** The key to an endpoint. It shows itself to nobody but the request that carries it. */
public final class ApiKey {
  private static final int MAX_LENGTH = 4096;

  private final String value;

  /**
   * A key.
   *
   * @param value 1 to 4096 printable ASCII characters without spaces
   * @throws IllegalArgumentException if it is anything else; the message does not show it
   */
  public ApiKey(String value) {
    if (value.isEmpty()
        || value.length() > MAX_LENGTH
        || value.chars().anyMatch(c -> c <= ' ' || c > '~')) {
      throw new IllegalArgumentException(
          "key: not shown (expected: 1 to "
              + MAX_LENGTH
              + " printable ASCII characters without spaces)");
    }
    this.value = value;
  }

  String value() {
    return value;
  }

  /** The text with this key taken out, should an endpoint repeat it. */
  String hiddenIn(String text) {
    return text.replace(value, "[key]");
  }

  @Override
  public String toString() {
    return "[key]";
  }
}
