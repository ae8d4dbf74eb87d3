@NullMarked
package org.interleave.eventloop;

import org.jspecify.annotations.NullMarked;
