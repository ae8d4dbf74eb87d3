/**
 * Event loops as Vert.x means them: verticles on contexts, which talk by the event bus. {@link
 * org.interleave.eventloop.vertx.VertxStrategy} is the way in.
 */
@NullMarked
package org.interleave.eventloop.vertx;

import org.jspecify.annotations.NullMarked;
