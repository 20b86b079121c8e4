package io.plumbline.server;

/**
 * Who calls.
 *
 * @param name handles carry it: nobody else may step from them
 * @param meter counts what it takes
 */
record Principal(String name, Role role, Meter meter) {
  /** Whoever reaches a server without authentication, which is on loopback. */
  static final Principal LOCAL =
      new Principal("local", Role.TRAINER, new Meter("local", Quota.UNLIMITED, System::nanoTime));
}
