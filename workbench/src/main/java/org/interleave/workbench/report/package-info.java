/**
 * What a run came to: its rows, how sure they are, which claims they bear out, and how all that is written down.
 *
 * <p>A {@link org.interleave.workbench.report.Report} is plain immutable data. {@link
 * org.interleave.workbench.report.Estimate} makes numbers with intervals of its samples, {@link
 * org.interleave.workbench.report.Judge} makes verdicts of its rows, and {@link
 * org.interleave.workbench.report.JsonReport} and {@link org.interleave.workbench.report.TableReport} write it.
 */
@NullMarked
package org.interleave.workbench.report;

import org.jspecify.annotations.NullMarked;
