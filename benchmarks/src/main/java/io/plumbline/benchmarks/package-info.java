/** Benchmarks: JMH suites and the load generator. Prints ratios to a named floor. */
@NullMarked
package io.plumbline.benchmarks;

import org.jspecify.annotations.NullMarked;
