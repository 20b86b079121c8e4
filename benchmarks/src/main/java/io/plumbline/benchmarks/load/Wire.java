package io.plumbline.benchmarks.load;

import io.grpc.Status;

/** One way of sending requests to a server. Thread-safe. */
interface Wire {

  /** Hears what came of a request. */
  interface Answer {
    /** Called once, on any thread, with OK or why there was no reply. */
    void came(Status.Code code);
  }

  /** Steps in a request. */
  int items();

  /**
   * Sends a request and does not wait.
   *
   * @param number of the request, from 0; picks one of the payload's
   */
  void send(long number, Answer answer);
}
