@NullMarked
package org.interleave.processes.pool;

import org.jspecify.annotations.NullMarked;
