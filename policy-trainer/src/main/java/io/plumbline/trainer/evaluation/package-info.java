/**
 * Evaluation: policies over tasks through the contract, and the reports that come of it.
 *
 * <p>Takes rewards and grades from the server alone; what no grade says (rows kept) it asks the
 * graders library, where a reference is at hand.
 */
@NullMarked
package io.plumbline.trainer.evaluation;

import org.jspecify.annotations.NullMarked;
