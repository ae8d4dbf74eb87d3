@NullMarked
package org.interleave.workbench.page;

import org.jspecify.annotations.NullMarked;
