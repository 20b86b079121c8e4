package io.plumbline.benchmarks.chaos;

import java.util.concurrent.atomic.LongAdder;

/** What happened, and what went wrong. Thread-safe. */
final class Counts {
  final LongAdder episodes = new LongAdder();
  final LongAdder replies = new LongAdder();
  final LongAdder retries = new LongAdder();
  final LongAdder duplicates = new LongAdder();
  final LongAdder hangUps = new LongAdder();
  final LongAdder cancellations = new LongAdder();
  final LongAdder kills = new LongAdder();
  final LongAdder pauses = new LongAdder();
  final LongAdder drains = new LongAdder();

  /** Episodes without an outcome in time. */
  final LongAdder lost = new LongAdder();

  /** Replies to one step that are not one. */
  final LongAdder doubled = new LongAdder();

  /** Replies that belong to another step. */
  final LongAdder swapped = new LongAdder();

  /** Replies that differ otherwise from those of a server left alone, and strange refusals. */
  final LongAdder wrong = new LongAdder();

  /** Different steps that the replicas' journals have. */
  final LongAdder recorded = new LongAdder();

  /** Steps that a replica answered and has not in its journal as it answered them. */
  final LongAdder unrecorded = new LongAdder();

  /** Calls that outlived their deadlines. */
  final LongAdder stuck = new LongAdder();
}
