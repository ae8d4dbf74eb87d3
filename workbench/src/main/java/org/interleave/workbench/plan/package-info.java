/**
 * From what was asked for to what is to be measured: a {@link org.interleave.workbench.plan.Request} becomes a {@link
 * org.interleave.workbench.plan.Plan}, or an error that says what was wrong and what is allowed.
 *
 * <p>The plan says which rows there are, which of them each experiment speaks of, and why others are missing; nobody matches
 * them again. Nothing is run here, and nothing is known of forks or reports.
 */
@NullMarked
package org.interleave.workbench.plan;

import org.jspecify.annotations.NullMarked;
