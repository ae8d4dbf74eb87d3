@NullMarked
package org.interleave.workbench.trace;

import org.jspecify.annotations.NullMarked;
