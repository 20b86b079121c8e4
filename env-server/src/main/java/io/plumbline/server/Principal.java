package io.plumbline.server;

/**
 * Who calls.
 *
 * @param name handles carry it: nobody else may step from them
 */
record Principal(String name, Role role) {
  /** Whoever reaches a server without authentication, which is on loopback. */
  static final Principal LOCAL = new Principal("local", Role.TRAINER);
}
