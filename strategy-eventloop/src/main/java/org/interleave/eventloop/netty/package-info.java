/**
 * Event loops as Netty means them: handlers of channels on the loops of an event loop group. {@link
 * org.interleave.eventloop.netty.NettyStrategy} is the way in.
 */
@NullMarked
package org.interleave.eventloop.netty;

import org.jspecify.annotations.NullMarked;
