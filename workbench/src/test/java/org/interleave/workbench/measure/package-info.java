@NullMarked
package org.interleave.workbench.measure;

import org.jspecify.annotations.NullMarked;
