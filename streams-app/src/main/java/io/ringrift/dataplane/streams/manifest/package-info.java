/**
 * What exists where: an item's row as a join of registers, and what follows from it.
 *
 * <p>{@link io.ringrift.dataplane.streams.manifest.Item} holds only registers and is merged; {@link
 * io.ringrift.dataplane.streams.manifest.Standing} is derived from it and the nodes, and is never
 * part of the digest. Knows no Kafka, Avro, clock, randomness or logging.
 */
package io.ringrift.dataplane.streams.manifest;
