@NullMarked
package org.interleave.core.runtime;

import org.jspecify.annotations.NullMarked;
