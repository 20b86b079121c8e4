package io.plumbline.benchmarks.load;

import java.util.List;
import java.util.Map;

/** Has one server grade the load's tables. */
interface GradedWire extends Wire, AutoCloseable {

  /** What a server says of a table. */
  record Graded(double reward, Map<String, Double> scores, List<String> flags) {}

  /** Every table once, in their order. */
  List<Graded> grades();

  @Override
  void close();
}
