package io.plumbline.server;

import java.util.List;

/**
 * What a server keeps secret and may read again while it runs.
 *
 * @param handleKeys 1 to 8 different ones: the first signs new handles, all are accepted
 * @param access who may call
 */
public record Secrets(List<HandleKey> handleKeys, Access access) {
  public Secrets {
    handleKeys = HandleKey.different(handleKeys);
  }
}
