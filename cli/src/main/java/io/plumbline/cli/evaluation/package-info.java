/**
 * Evaluation: policies over tasks through the contract, and the reports that come of it.
 *
 * <p>Takes rewards and grades from the server alone; what no grade says (rows kept) it asks the
 * graders library.
 */
@NullMarked
package io.plumbline.cli.evaluation;

import org.jspecify.annotations.NullMarked;
