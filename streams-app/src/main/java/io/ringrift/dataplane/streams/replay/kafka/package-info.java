/**
 * Reads the kept history and the live manifest from Kafka, folds the one and holds it against the
 * other. Emits no operation and no signal; spills what it reads into a scratch folder, in parts
 * that are folded one after another, so memory doesn't grow with the history.
 */
package io.ringrift.dataplane.streams.replay.kafka;
