/**
 * Replicas that are killed, paused, drained and restarted under clients that time out, retry,
 * disconnect and send twice; every outcome is compared with that of a server left alone.
 *
 * <p>Loopback only, bounded in time; the replicas end with this process.
 */
@NullMarked
package io.plumbline.benchmarks.chaos;

import org.jspecify.annotations.NullMarked;
