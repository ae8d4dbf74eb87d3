/** The workload of one's own profile: requests that are mixed of computing, waiting, calls, messages and shared state. */
@NullMarked
package org.interleave.core.workloads.mix;

import org.jspecify.annotations.NullMarked;
