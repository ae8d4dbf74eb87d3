/**
 * The page that people look at: reports as one HTML file that needs nothing else.
 *
 * <p>{@link org.interleave.workbench.page.ReportPage} puts it together. Charts are SVG that this program makes, so that the
 * page prints and works without scripting; a script adds sorting, another baseline and reading by pointer or keys. Everything
 * is written through {@link org.interleave.workbench.page.Markup}, which escapes it. The room knows reports and what they
 * are about, and neither how they were measured nor where the page goes.
 */
@NullMarked
package org.interleave.workbench.page;

import org.jspecify.annotations.NullMarked;
