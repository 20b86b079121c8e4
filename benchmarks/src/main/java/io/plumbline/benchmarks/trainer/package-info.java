/** The trainer's throughput beside its matrix products, and beside TRL's on the same machine. */
@NullMarked
package io.plumbline.benchmarks.trainer;

import org.jspecify.annotations.NullMarked;
