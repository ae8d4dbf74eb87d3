/** Tests of advice. */
@NullMarked
package org.interleave.workbench.advise;

import org.jspecify.annotations.NullMarked;
