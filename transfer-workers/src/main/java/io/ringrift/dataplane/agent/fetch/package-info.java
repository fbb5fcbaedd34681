/**
 * Pull jobs: an agent fetches an item from a source node into a partial file, verifies it and moves
 * it into place. Transports plug in as {@link io.ringrift.dataplane.agent.fetch.Fetcher}. Knows
 * neither Kafka nor Avro.
 */
package io.ringrift.dataplane.agent.fetch;
