/** Tests of the actors. */
@org.jspecify.annotations.NullMarked
package org.interleave.eventloop.akka;
