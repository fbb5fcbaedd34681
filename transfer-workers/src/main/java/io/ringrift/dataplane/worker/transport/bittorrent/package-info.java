/** Items from a swarm of those that want them. */
package io.ringrift.dataplane.worker.transport.bittorrent;
