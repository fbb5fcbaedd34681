/** The transport p2p_http: parallel range requests from the source's agent. */
package io.ringrift.dataplane.agent.fetch.http;
