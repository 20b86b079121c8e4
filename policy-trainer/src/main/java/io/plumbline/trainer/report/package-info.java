/**
 * One page about one run: what it measured before and after, how training went, and what the policy
 * writes. Knows the run's files alone, neither the model nor the loop; depends on the CSV scanner
 * of graders.
 */
@NullMarked
package io.plumbline.trainer.report;

import org.jspecify.annotations.NullMarked;
