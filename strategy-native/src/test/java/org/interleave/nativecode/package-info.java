@NullMarked
package org.interleave.nativecode;

import org.jspecify.annotations.NullMarked;
