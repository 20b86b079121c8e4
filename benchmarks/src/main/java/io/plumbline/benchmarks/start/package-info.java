/**
 * How long {@code ./plumbline serve} takes until it is ready, beside a server that does nothing.
 */
@NullMarked
package io.plumbline.benchmarks.start;

import org.jspecify.annotations.NullMarked;
