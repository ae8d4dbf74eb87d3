@NullMarked
package org.interleave.processes.node;

import org.jspecify.annotations.NullMarked;
