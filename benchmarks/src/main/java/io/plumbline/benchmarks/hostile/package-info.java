/**
 * What strangers may send: broken frames over raw sockets, broken messages and forged requests over
 * gRPC, by the million, while a well-behaved client goes on and is held to what it should get.
 *
 * <p>Loopback only; the server ends with this process.
 */
@NullMarked
package io.plumbline.benchmarks.hostile;

import org.jspecify.annotations.NullMarked;
