@NullMarked
package org.interleave.workbench.experiments;

import org.jspecify.annotations.NullMarked;
