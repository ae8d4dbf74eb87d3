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
 */
@NullMarked
package org.interleave.testkit;

import org.jspecify.annotations.NullMarked;
