@NullMarked
package org.interleave.workbench;

import org.jspecify.annotations.NullMarked;
