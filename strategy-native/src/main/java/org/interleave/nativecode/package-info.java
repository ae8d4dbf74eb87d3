/**
 * Tasks that have a twin in C, called through JNI under one giant lock, as an interpreter calls its C extensions.
 *
 * <p>{@link org.interleave.nativecode.NativeHeld} keeps the lock meanwhile, {@link
 * org.interleave.nativecode.NativeReleased} releases it.
 */
@NullMarked
package org.interleave.nativecode;

import org.jspecify.annotations.NullMarked;
