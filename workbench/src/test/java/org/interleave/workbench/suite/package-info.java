@NullMarked
package org.interleave.workbench.suite;

import org.jspecify.annotations.NullMarked;
