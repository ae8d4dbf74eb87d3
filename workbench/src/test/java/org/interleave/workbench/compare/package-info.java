@NullMarked
package org.interleave.workbench.compare;

import org.jspecify.annotations.NullMarked;
