/**
 * Tasks on threads: one after another, each on a thread of its own, under one giant lock, with a lock or none for each
 * cell, and in interpreter instances.
 *
 * <p>{@link org.interleave.threads.GiantLock} is the lock; each policy models one that exists or was proposed.
 */
@NullMarked
package org.interleave.threads;

import org.jspecify.annotations.NullMarked;
