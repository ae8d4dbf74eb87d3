@NullMarked
package org.interleave.processes;

import org.jspecify.annotations.NullMarked;
