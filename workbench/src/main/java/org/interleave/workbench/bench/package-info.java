/** Plain JMH benchmarks of our own machinery, run by hand; the README says how. */
@NullMarked
package org.interleave.workbench.bench;

import org.jspecify.annotations.NullMarked;
