package io.plumbline.cli;

/** What a process that ends says to the script that started it. */
final class ExitCodes {
  /** Done. */
  static final int OK = 0;

  /**
   * The command was carried out and its answer is no: lines that were bad, a check before training
   * that failed.
   */
  static final int NO = 1;

  /**
   * The command was not carried out: what was asked for makes no sense, or a file or a port that it
   * needs cannot be had.
   */
  static final int USAGE = 2;

  /** Plumbline itself broke; the launcher uses it too where it finds no JDK or cannot build. */
  static final int BROKEN = 3;

  /**
   * Ctrl-C or SIGTERM; what was saved stands. Shells say the same of a program that Ctrl-C ends.
   */
  static final int STOPPED = 130;

  private ExitCodes() {}
}
