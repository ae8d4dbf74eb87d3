/** Plain JMH benchmarks of our own machinery, run by hand; the README says how. */
@NullMarked
package org.interleave.benchmarks;

import org.jspecify.annotations.NullMarked;
