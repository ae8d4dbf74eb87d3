/**
 * Tasks that have a twin in C, called under one giant lock, as an interpreter calls its C extensions and foreign
 * functions, or in interpreter instances.
 *
 * <p>{@link org.interleave.nativecode.NativeHeld} and {@link org.interleave.nativecode.ForeignHeld} keep the lock
 * meanwhile, {@link org.interleave.nativecode.NativeReleased} and {@link org.interleave.nativecode.ForeignReleased}
 * release it, and {@link org.interleave.nativecode.ForeignCritical} is in the way of the whole JVM. {@link
 * org.interleave.nativecode.NativeInstances} has many locks.
 *
 * <p>Kernels are written in C against {@code interleave.h}; those of a user's own library are run by the same strategies.
 */
@NullMarked
package org.interleave.nativecode;

import org.jspecify.annotations.NullMarked;
