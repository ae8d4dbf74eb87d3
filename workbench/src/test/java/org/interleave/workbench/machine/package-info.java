@NullMarked
package org.interleave.workbench.machine;

import org.jspecify.annotations.NullMarked;
