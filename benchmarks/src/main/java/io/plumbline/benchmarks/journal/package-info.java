/**
 * What it costs to record a graded step: the journal beside databases that could take its place,
 * all beside bare writes of the same bytes.
 */
@NullMarked
package io.plumbline.benchmarks.journal;

import org.jspecify.annotations.NullMarked;
