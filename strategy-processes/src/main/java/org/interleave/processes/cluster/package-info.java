/**
 * Links between the machine that runs something and the nodes that help it, on Akka Cluster: parcels of bytes, each whole
 * and in order, and the news of who came and who was lost. What the bytes mean is not known here, and Akka not elsewhere.
 *
 * <p>Each node is the only seed of a cluster of its own, which its present visitor joins with an actor system made for the
 * visit. So nodes come and go without each other, a visitor reaches each of them over the network that leads there, and
 * nobody who was once declared lost is ever heard again: whoever comes back is another member.
 */
@NullMarked
package org.interleave.processes.cluster;

import org.jspecify.annotations.NullMarked;
