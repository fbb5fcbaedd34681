/**
 * The nouns of the data plane: values that refuse nonsense and know no Kafka, Avro or clock.
 *
 * <p>Ids ({@code itemId}, {@code nodeId}, {@code configKey}, {@code operationId}) are plain
 * strings; their form is checked once, where records enter (see {@code contract.check}). Times are
 * {@link java.time.Instant}s handed in by the caller. Sizes are bytes.
 */
package io.ringrift.dataplane.streams.model;
