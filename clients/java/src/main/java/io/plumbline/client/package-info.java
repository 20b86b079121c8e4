/**
 * The Java client: environments over a gRPC channel, in process or remote, through the same code.
 *
 * <p>May depend on the contract alone.
 */
@NullMarked
package io.plumbline.client;

import org.jspecify.annotations.NullMarked;
