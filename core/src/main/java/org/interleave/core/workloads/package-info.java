/** The built-in workloads, one file each. They are used through the API, by name. */
@NullMarked
package org.interleave.core.workloads;

import org.jspecify.annotations.NullMarked;
