/**
 * The manifest as the fold of the kept history: its bytes, its digest, and how two of them differ.
 *
 * <p>Knows the model and the manifest, no Kafka, Avro, clock, randomness or logging; {@code
 * replay.kafka} reads the topics.
 */
package io.ringrift.dataplane.streams.replay;
