package io.plumbline.benchmarks.load;

import java.util.List;

/** Several processes of one server: a request goes to the one with the fewest in flight. */
final class SpreadWire implements Wire, AutoCloseable {
  private final List<GradedWire> wires;

  // Guarded by this.
  private final int[] inFlight;

  SpreadWire(List<GradedWire> wires) {
    this.wires = List.copyOf(wires);
    this.inFlight = new int[wires.size()];
  }

  @Override
  public int items() {
    return wires.get(0).items();
  }

  @Override
  public void send(long number, Answer answer) {
    int least = take();
    // By their count every process would get the same tables over and over.
    wires
        .get(least)
        .send(
            number / wires.size(),
            code -> {
              give(least);
              answer.came(code);
            });
  }

  private synchronized int take() {
    int least = 0;
    for (int i = 1; i < inFlight.length; i++) {
      least = inFlight[i] < inFlight[least] ? i : least;
    }
    inFlight[least]++;
    return least;
  }

  private synchronized void give(int wire) {
    inFlight[wire]--;
  }

  @Override
  public void close() {
    wires.forEach(GradedWire::close);
  }
}
