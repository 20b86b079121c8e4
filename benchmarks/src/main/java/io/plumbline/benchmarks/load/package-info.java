/**
 * Load on a server over gRPC, always beside a bare echo of the same payload as its floor.
 *
 * <p>Targets this machine's loopback only, is bounded in time and ends by itself.
 */
@NullMarked
package io.plumbline.benchmarks.load;

import org.jspecify.annotations.NullMarked;
