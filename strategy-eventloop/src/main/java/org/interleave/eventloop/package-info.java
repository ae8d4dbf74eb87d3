/**
 * Cooperative multitasking on event loops, and actors: {@link org.interleave.eventloop.netty.NettyStrategy}, {@link
 * org.interleave.eventloop.vertx.VertxStrategy} and {@link org.interleave.eventloop.akka.AkkaStrategy}, each in its
 * library's own idiom, and {@link org.interleave.eventloop.generators.GeneratorsStrategy}, which needs none.
 *
 * <p>A task is not preempted. It keeps its loop's thread until it waits, an actor's until the end of a message, or gives way
 * when its {@link org.interleave.eventloop.Slice} is over.
 */
@NullMarked
package org.interleave.eventloop;

import org.jspecify.annotations.NullMarked;
