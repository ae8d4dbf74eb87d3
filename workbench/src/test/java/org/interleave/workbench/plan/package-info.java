@NullMarked
package org.interleave.workbench.plan;

import org.jspecify.annotations.NullMarked;
