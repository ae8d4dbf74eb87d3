/** What a test needs of the machine that it runs on, and what becomes of it where that is missing. */
@NullMarked
package org.interleave.testkit.machine;

import org.jspecify.annotations.NullMarked;
