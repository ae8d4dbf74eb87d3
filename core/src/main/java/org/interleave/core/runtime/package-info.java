/**
 * The kit for authors of strategies: what every strategy needs and none is about.
 *
 * <p>A {@link org.interleave.core.runtime.Run} keeps who is done, whether to stop and what tasks share; a {@link
 * org.interleave.core.runtime.TaskLoop} resumes a task and handles its steps on a thread; {@link
 * org.interleave.core.runtime.SingleRunExecution} and {@link org.interleave.core.runtime.ThreadPerTask} are executions to
 * begin with. It knows the contract in {@code org.interleave.core}, and no strategy.
 */
@NullMarked
package org.interleave.core.runtime;

import org.jspecify.annotations.NullMarked;
