@NullMarked
package org.interleave.processes.cluster;

import org.jspecify.annotations.NullMarked;
