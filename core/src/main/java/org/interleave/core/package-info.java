/**
 * The workload API: what a task is, what a strategy is, and how the two meet.
 *
 * <p>A {@link org.interleave.core.Task} is resumable data that says after each turn what comes next, as a {@link
 * org.interleave.core.Step}. A {@link org.interleave.core.Strategy} schedules tasks its own way. A {@link
 * org.interleave.core.Workload} makes tasks and knows the right results, and an {@link org.interleave.core.Experiment}
 * asks a question of workloads and strategies and claims an answer.
 */
@NullMarked
package org.interleave.core;

import org.jspecify.annotations.NullMarked;
