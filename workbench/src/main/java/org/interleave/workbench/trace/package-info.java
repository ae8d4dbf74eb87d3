/** Shows every event at a giant lock: reads a recorded trace as spans, and writes it in the formats that viewers read. */
@NullMarked
package org.interleave.workbench.trace;

import org.jspecify.annotations.NullMarked;
