package io.plumbline.benchmarks.load;

import java.util.List;

/** Sends over several connections in turn. */
record ManyWires(List<Wire> wires) implements Wire {

  ManyWires {
    wires = List.copyOf(wires);
  }

  @Override
  public int items() {
    return wires.get(0).items();
  }

  @Override
  public void send(long number, Answer answer) {
    wires.get((int) (number % wires.size())).send(number, answer);
  }
}
