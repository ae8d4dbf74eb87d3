/**
 * What a run came to: its rows, how sure they are, which claims they bear out, and how all that is written down.
 *
 * <p>A {@link org.interleave.workbench.report.Report} is plain immutable data: samples, and what they were taken of. {@link
 * org.interleave.workbench.report.Estimate} makes means with intervals of them, {@link
 * org.interleave.workbench.report.Judge} makes verdicts of rows, {@link org.interleave.workbench.report.JsonReport} and
 * {@link org.interleave.workbench.report.TableReport} write a report, and {@link
 * org.interleave.workbench.report.ReportReader} reads one back.
 */
@NullMarked
package org.interleave.workbench.report;

import org.jspecify.annotations.NullMarked;
