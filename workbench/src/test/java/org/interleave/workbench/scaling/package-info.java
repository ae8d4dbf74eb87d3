@NullMarked
package org.interleave.workbench.scaling;

import org.jspecify.annotations.NullMarked;
