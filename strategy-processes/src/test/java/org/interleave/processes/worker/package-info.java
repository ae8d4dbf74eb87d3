@NullMarked
package org.interleave.processes.worker;

import org.jspecify.annotations.NullMarked;
