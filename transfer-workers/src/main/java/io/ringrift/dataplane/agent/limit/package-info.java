/** Rates: how fast an agent reads, sends and receives. */
package io.ringrift.dataplane.agent.limit;
