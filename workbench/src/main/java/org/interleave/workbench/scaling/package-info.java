/**
 * Laws of scalability and their fit to measurements: how the time of the same work depends on the number of processors.
 * Mathematics only; knows no report and no measurement.
 */
@NullMarked
package org.interleave.workbench.scaling;

import org.jspecify.annotations.NullMarked;
