/**
 * p2p_http: the target's agent is asked to pull from the source's, and watched until it has. Bytes
 * never pass through the worker. {@link io.ringrift.dataplane.worker.transport.http.AgentPort} is
 * the seam between what a worker asks of an agent and how it reaches it.
 */
package io.ringrift.dataplane.worker.transport.http;
