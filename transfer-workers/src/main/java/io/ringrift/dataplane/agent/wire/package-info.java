/** The agent's side of Kafka and Avro: reports and heartbeats. */
package io.ringrift.dataplane.agent.wire;
