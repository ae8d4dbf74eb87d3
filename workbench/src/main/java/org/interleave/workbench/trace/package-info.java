/**
 * The events at a giant lock during one run, recorded and shown: as spans of each task, and in the formats that viewers read.
 *
 * <p>It runs a workload under a traceable strategy in this JVM, and writes what was recorded as a page, for Perfetto, or as a
 * flight recording; or makes an excerpt of it for a report. It may look at the machine and at what reports have in common with
 * it, and knows no plan and no fork.
 */
@NullMarked
package org.interleave.workbench.trace;

import org.jspecify.annotations.NullMarked;
