/**
 * The contract that every strategy passes. To check one, extend {@link org.interleave.testkit.StrategyContract} and
 * answer one method:
 *
 * <pre>{@code
 * class MyStrategyContractTest extends StrategyContract {
 *     @Override
 *     protected Strategy strategy() {
 *         return new MyStrategy();
 *     }
 * }
 * }</pre>
 *
 * <p>{@link org.interleave.testkit.WorkloadContract} and {@link org.interleave.testkit.ExperimentContract} are those of workloads and
 * experiments.
 */
@NullMarked
package org.interleave.testkit;

import org.jspecify.annotations.NullMarked;
