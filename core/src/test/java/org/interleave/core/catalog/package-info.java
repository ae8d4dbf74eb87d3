@NullMarked
package org.interleave.core.catalog;

import org.jspecify.annotations.NullMarked;
