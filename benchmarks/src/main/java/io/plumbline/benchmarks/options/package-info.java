/** Command lines of the benchmarks that take nothing but numbers. */
@NullMarked
package io.plumbline.benchmarks.options;

import org.jspecify.annotations.NullMarked;
