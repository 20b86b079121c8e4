package io.plumbline.cli;

import java.io.PrintWriter;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Lines that a long command prints as it goes. */
final class Progress {

  private Progress() {}

  /** Prints each line at once. */
  static Consumer<String> to(PrintWriter writer) {
    return line -> {
      writer.println(line);
      writer.flush();
    };
  }

  /** The same, and ends a wait that says so line by line once {@code stop} is true. */
  static Consumer<String> heeding(PrintWriter writer, BooleanSupplier stop) {
    return line -> {
      if (stop.getAsBoolean()) {
        throw new CancellationException("stopped");
      }
      to(writer).accept(line);
    };
  }
}
