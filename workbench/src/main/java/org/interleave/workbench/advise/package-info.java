/**
 * Advice on a team's own requests: they are measured as the workload {@code mix} under every strategy that can run it, and those
 * that cannot be told apart from the best are what one may choose from.
 *
 * <p>A {@link org.interleave.workbench.advise.RequestProfile} says what the requests are like, a {@link
 * org.interleave.workbench.advise.Race} measures them, and an {@link org.interleave.workbench.advise.Adviser} makes {@link
 * org.interleave.workbench.advise.Advice} of it.
 */
@NullMarked
package org.interleave.workbench.advise;

import org.jspecify.annotations.NullMarked;
