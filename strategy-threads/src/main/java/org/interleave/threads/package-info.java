/**
 * Tasks on threads: one after another, each on a thread of its own, and under one giant lock.
 *
 * <p>{@link org.interleave.threads.GiantLock} is the lock; each policy models one that exists or was proposed.
 */
@NullMarked
package org.interleave.threads;

import org.jspecify.annotations.NullMarked;
