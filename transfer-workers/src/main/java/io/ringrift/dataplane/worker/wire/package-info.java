/**
 * The worker's side of the contract: Avro to values and back, and everything a worker publishes.
 * Nothing outside this package and {@code poll} knows Kafka, nothing outside this one Avro.
 */
package io.ringrift.dataplane.worker.wire;
