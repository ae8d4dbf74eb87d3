/**
 * What other programs open: a report as Markdown, as comma-separated values and as JMH's JSON, and the comparison of two runs as
 * Markdown and JSON.
 */
@NullMarked
package org.interleave.workbench.export;

import org.jspecify.annotations.NullMarked;
