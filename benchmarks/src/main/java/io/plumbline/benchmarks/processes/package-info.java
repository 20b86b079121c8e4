/** JVMs of this one's kind that end with it. Knows nothing of what runs in them. */
@NullMarked
package io.plumbline.benchmarks.processes;

import org.jspecify.annotations.NullMarked;
