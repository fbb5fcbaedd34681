/**
 * What a node holds: the data folder, the index of its items with their hashes, and the scanner
 * that keeps the two in step and reports differences. Knows neither Kafka nor Avro.
 */
package io.ringrift.dataplane.agent.source;
