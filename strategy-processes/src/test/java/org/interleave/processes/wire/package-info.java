@NullMarked
package org.interleave.processes.wire;

import org.jspecify.annotations.NullMarked;
