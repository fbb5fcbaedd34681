/**
 * Reads the kept history and the live manifest from Kafka, folds the one and holds it against the
 * other. Emits no operation and no signal; keeps rows in RocksDB in a scratch folder, so memory
 * doesn't grow with the history.
 */
package io.ringrift.dataplane.streams.replay.kafka;
