/**
 * Cooperative multitasking on event loops, and actors: {@link org.interleave.eventloop.NettyStrategy}, {@link
 * org.interleave.eventloop.VertxStrategy} and {@link org.interleave.eventloop.AkkaStrategy}, each in its library's own idiom.
 *
 * <p>On a loop a task keeps its thread until it waits. An actor gives way after every message.
 */
@NullMarked
package org.interleave.eventloop;

import org.jspecify.annotations.NullMarked;
