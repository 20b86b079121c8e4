/** What every server of the benchmarks serves: the three environments and their bundled tasks. */
@NullMarked
package io.plumbline.benchmarks.bundled;

import org.jspecify.annotations.NullMarked;
