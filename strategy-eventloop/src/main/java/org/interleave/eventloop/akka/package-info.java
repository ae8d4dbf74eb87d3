/**
 * Actors as Akka means them: typed behaviours on a dispatcher. {@link org.interleave.eventloop.akka.AkkaStrategy} is the
 * way in.
 */
@NullMarked
package org.interleave.eventloop.akka;

import org.jspecify.annotations.NullMarked;
