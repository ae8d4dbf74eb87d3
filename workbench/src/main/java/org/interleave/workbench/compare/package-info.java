/**
 * The comparison of two runs, an older and a newer, row by row: what became slower, what faster, and what cannot be told.
 *
 * <p>A {@link org.interleave.workbench.compare.RunComparison} is made of two reports and the {@link
 * org.interleave.workbench.compare.Terms} of the comparison; {@link org.interleave.workbench.compare.ComparisonTable} is its
 * form for a terminal.
 */
@NullMarked
package org.interleave.workbench.compare;

import org.jspecify.annotations.NullMarked;
