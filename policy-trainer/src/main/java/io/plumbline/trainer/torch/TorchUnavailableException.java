package io.plumbline.trainer.torch;

import java.io.Serial;

/** PyTorch cannot run on this machine; the message says what to install. */
public final class TorchUnavailableException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  TorchUnavailableException(Throwable cause) {
    super(
        "PyTorch's native library cannot be loaded on "
            + System.getProperty("os.name")
            + " "
            + System.getProperty("os.arch")
            + ": "
            + firstLine(cause)
            + " (expected: Linux on x86_64 with glibc 2.28 or newer and libstdc++, or macOS on"
            + " arm64; elsewhere add ai.djl.pytorch:pytorch-native-cpu for the platform to"
            + " policy-trainer/pom.xml)",
        cause);
  }

  private static String firstLine(Throwable cause) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String reason = String.valueOf(root.getMessage()).lines().findFirst().orElse("no reason given");
    // What DJL says that is offline and finds no library to load.
    return reason.equals("Offline mode is enabled.") ? "none is on the class path" : reason;
  }
}
