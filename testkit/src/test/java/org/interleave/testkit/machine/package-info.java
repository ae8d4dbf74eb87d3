/** Tests of what becomes of tests that need something. */
@NullMarked
package org.interleave.testkit.machine;

import org.jspecify.annotations.NullMarked;
