/**
 * What this program runs on: the C library, what processes use of the machine, what the machine is, which build this is.
 *
 * <p>It asks the system and changes nothing, and knows nothing of what is measured.
 */
@NullMarked
package org.interleave.workbench.machine;

import org.jspecify.annotations.NullMarked;
