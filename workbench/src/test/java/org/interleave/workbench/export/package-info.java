@NullMarked
package org.interleave.workbench.export;

import org.jspecify.annotations.NullMarked;
