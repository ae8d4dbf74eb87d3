/** The built-in experiments, one file each. They are run through the workbench, by name. */
@NullMarked
package org.interleave.workbench.experiments;

import org.jspecify.annotations.NullMarked;
