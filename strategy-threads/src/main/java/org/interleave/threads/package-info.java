/**
 * Tasks on threads: one after another, each on a thread of its own, on those of a pool, under one giant lock, with a lock or
 * none for each cell, and in interpreter instances.
 *
 * <p>Where each task has a thread, starting the threads is the model's own cost and lies within the run; the threads of a pool
 * are there before it.
 *
 * <p>{@link org.interleave.threads.GiantLock} is the lock; each policy models one that exists or was proposed.
 */
@NullMarked
package org.interleave.threads;

import org.jspecify.annotations.NullMarked;
